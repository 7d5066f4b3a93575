"use client";

import { Eye, PenLine } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { Icon } from "@/components/ui/icon";
import { type Present, presenceSentences, SAY_EVERY_MS } from "@/lib/live/presence/people";
import { presenceNow, presenceOnServer, watchPresence } from "./presence-store";

function usePresent(reference: string): readonly Present[] {
  return useSyncExternalStore(watchPresence, presenceNow, presenceOnServer)[reference] ?? NONE;
}
const NONE: readonly Present[] = [];

/** Time after the last key for which somebody still counts as writing. */
const WRITING_MS = 30_000;

/** On a report's page: says that one is here, and in words who of one's colleagues is. */
export function ReportPresence({ reference }: { reference: string }) {
  const people = usePresent(reference);
  useEffect(() => sayHere(reference), [reference]);
  return (
    <div role="status" className="empty:hidden">
      {people.length > 0 ? (
        <p className="flex flex-wrap items-baseline gap-x-3 rounded-md border border-soon bg-soon-bg px-4 py-2 text-sm text-soon">
          {presenceSentences(people).map((sentence) => (
            <span key={sentence}>{sentence}</span>
          ))}
        </p>
      ) : null}
    </div>
  );
}

/** In a row of a list: initials, and what they do, in words for who does not see them. */
export function RowPresence({ reference }: { reference: string }) {
  const people = usePresent(reference);
  return people.map(({ handle, initials, doing, name }) => (
    <span
      key={handle}
      title={doing === "replying" ? `${name} is writing` : `${name} is looking at it`}
      className="ms-1 inline-flex items-center gap-1 rounded border border-soon px-1 text-xs text-soon"
    >
      <Icon of={doing === "replying" ? PenLine : Eye} />
      <span aria-hidden="true">{initials}</span>
      <span className="sr-only">{doing === "replying" ? `${name} is writing` : `${name} is looking at it`}</span>
    </span>
  ));
}

function sayHere(reference: string): () => void {
  let typedAt = 0;
  let said = "";
  const say = (doing: "viewing" | "replying" | "gone") => {
    said = doing;
    const body = JSON.stringify({ reference, doing });
    const background = { "content-type": "application/json", "X-Background": "1" };
    fetch("/api/staff/presence", { method: "POST", body, headers: background, keepalive: true }).catch(() => undefined);
  };
  const doing = () => (Date.now() - typedAt < WRITING_MS ? "replying" : "viewing");
  const here = () => {
    if (document.visibilityState === "visible") say(doing());
  };
  const typed = ({ target }: Event) => {
    if (!(target instanceof HTMLTextAreaElement)) return;
    typedAt = Date.now();
    if (said !== "replying") here();
  };
  const moved = () => (document.visibilityState === "visible" ? here() : say("gone"));
  const left = () => say("gone");
  const timer = setInterval(here, SAY_EVERY_MS);
  here();
  document.addEventListener("input", typed);
  document.addEventListener("visibilitychange", moved);
  addEventListener("pagehide", left);
  return () => {
    clearInterval(timer);
    document.removeEventListener("input", typed);
    document.removeEventListener("visibilitychange", moved);
    removeEventListener("pagehide", left);
    left();
  };
}
