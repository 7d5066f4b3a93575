"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useFormContextValue } from "@/components/forms/form-context";
import { When } from "@/components/ui/when";
import { whenText } from "@/components/ui/when-text";
import { type Autosaver, autosaver, type SaveState } from "./autosaver";
import { watchForNewer } from "./newest-save";

/** Form.md §4: what is said aloud about saving is said no oftener. */
const SAID_EVERY_MS = 30_000;

/**
 * Saves the fields of the form around it while one writes, and says so. Without scripts it is the line that the server
 * wrote. `children` is that line.
 */
export function SavedLine({
  url,
  zone,
  savedAt,
  unsaved,
  children,
}: {
  url: string;
  zone: string;
  /** The save that the page was made after, ISO 8601. */
  savedAt: string | null;
  /** Whether the fields hold something unsaved from the start. */
  unsaved: boolean;
  children: ReactNode;
}) {
  const line = useRef<HTMLSpanElement>(null);
  const saver = useRef<Autosaver>(null);
  // As the page was first shown: one that comes anew while somebody writes begins nothing again.
  const shownAfter = useRef(savedAt);
  const [state, setState] = useState<SaveState>({ kind: "untouched" });
  const { pending, code } = useFormContextValue();
  const waits = pending || code === "CONFLICT";

  useEffect(() => {
    const form = line.current?.closest("form");
    if (!form) return;
    const tab = crypto.randomUUID();
    const newer = watchForNewer(url, shownAfter.current, () => {
      if (!saver.current?.isDirty()) location.reload();
    });
    const heard = (next: SaveState) => {
      setState(next);
      if (next.kind === "saved") newer.saved(next.at);
    };
    const own = autosaver({ url, form, tab, onState: heard });
    saver.current = own;
    const hidden = () => {
      if (document.visibilityState === "hidden") own.flush();
    };
    const guard = (event: BeforeUnloadEvent) => {
      if (own.isDirty()) event.preventDefault();
    };
    // Continue carries the token and a count above all that was sent before, so that nothing overtakes it.
    const carry = (event: FormDataEvent) => {
      event.formData.set("_tab", tab);
      event.formData.set("_seq", String(own.nextSeq()));
    };
    const listening = new AbortController();
    const { signal } = listening;
    form.addEventListener("input", own.changed, { signal });
    form.addEventListener("change", own.changed, { signal });
    form.addEventListener("formdata", carry, { signal });
    document.addEventListener("visibilitychange", hidden, { signal });
    window.addEventListener("pagehide", own.flush, { signal });
    window.addEventListener("online", own.online, { signal });
    window.addEventListener("offline", () => own.isDirty() && setState({ kind: "offline" }), { signal });
    window.addEventListener("beforeunload", guard, { signal });
    if (unsaved || wasTyped(form)) own.changed();
    return () => {
      newer.stop();
      own.stop();
      listening.abort();
    };
  }, [url, unsaved]);

  useEffect(() => saver.current?.pause(waits), [waits]);

  const words = wordsOf(state, zone);
  return (
    <>
      <span ref={line} data-save={state.kind}>
        {state.kind === "untouched" ? children : null}
        {state.kind === "saved" ? (
          <>
            Saved <When at={state.at} zone={zone} style="time" /> · only you can see this
          </>
        ) : null}
        {state.kind !== "untouched" && state.kind !== "saved" ? words : null}
      </span>
      <SaidNowAndThen words={words} />
    </>
  );
}

function wordsOf(state: SaveState, zone: string): string {
  switch (state.kind) {
    case "untouched":
      return "";
    case "saved":
      return `Saved ${whenText(new Date(state.at), zone, "time")}`;
    case "retrying":
      return "Not saved, retrying";
    case "offline":
      return "You’re offline: keep this page open";
    case "refused":
      return `Not saved: ${state.message}`;
    case "conflict":
      return "Not saved: this step was changed in another tab or on another device. Press Continue to compare the two";
    case "signed-out":
      return "Not saved: you are signed out. Press Continue: what you typed is kept while you sign in";
  }
}

/** A polite status that changes at most every 30 seconds, and then to what is true by then. */
function SaidNowAndThen({ words }: { words: string }) {
  const [said, setSaid] = useState("");
  const last = useRef(0);
  useEffect(() => {
    if (words === said) return;
    const wait = Math.max(0, last.current + SAID_EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      setSaid(words);
    }, wait);
    return () => clearTimeout(timer);
  }, [words, said]);
  return (
    <span role="status" className="sr-only">
      {said}
    </span>
  );
}

/** Whether something was typed before the scripts were there, or came back with the browser's Back button. */
function wasTyped(form: HTMLFormElement): boolean {
  return Array.from(form.elements).some((element) => {
    if (element instanceof HTMLTextAreaElement) return element.value !== element.defaultValue;
    if (element instanceof HTMLSelectElement) {
      const chosen = element.options[element.selectedIndex];
      return chosen !== undefined && !chosen.defaultSelected && element.selectedIndex > 0;
    }
    if (!(element instanceof HTMLInputElement) || element.type === "hidden" || element.type === "file") return false;
    if (element.type === "checkbox" || element.type === "radio") return element.checked !== element.defaultChecked;
    return element.value !== element.defaultValue;
  });
}
