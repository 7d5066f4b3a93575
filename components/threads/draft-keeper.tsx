"use client";

import { type ReactNode, useEffect, useState } from "react";
import { fieldId } from "@/components/ui/field-ids";

/** Quiet time after the last key before a draft is saved. */
const PAUSE_MS = 1500;

type Kept = "idle" | "saved" | "failed";

/**
 * Keeps what is typed into a composer on the server, a moment after the last key and when the page is left. `children`
 * is the way to do that by hand, which is all there is without scripts.
 */
export function DraftKeeper({
  reference,
  kind,
  name,
  children,
}: {
  reference: string;
  kind: "reply" | "note";
  /** The name of the box. */
  name: string;
  children: ReactNode;
}) {
  const [kept, setKept] = useState<Kept>("idle");
  useEffect(() => {
    const box = document.getElementById(fieldId(name));
    if (!(box instanceof HTMLTextAreaElement)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waiting = false;
    const save = async () => {
      clearTimeout(timer);
      if (!waiting) return;
      waiting = false;
      const answer = await fetch(`/api/reports/${encodeURIComponent(reference)}/draft`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ kind, text: box.value }),
        keepalive: box.value.length < 20_000,
      }).catch(() => null);
      setKept(answer?.ok ? "saved" : "failed");
    };
    const typed = () => {
      waiting = true;
      setKept("idle");
      clearTimeout(timer);
      timer = setTimeout(() => void save(), PAUSE_MS);
    };
    // What is sent is no draft any more: the answer to it forgets the draft, and a save on the way would bring it back.
    const sent = () => {
      waiting = false;
      clearTimeout(timer);
    };
    const left = () => void save();
    box.addEventListener("input", typed);
    box.form?.addEventListener("submit", sent);
    addEventListener("pagehide", left);
    return () => {
      void save();
      box.removeEventListener("input", typed);
      box.form?.removeEventListener("submit", sent);
      removeEventListener("pagehide", left);
    };
  }, [reference, kind, name]);
  return (
    <div className="flex flex-wrap items-center gap-x-3 text-sm text-ink-soft">
      {kept === "idle" ? children : null}
      <span role="status">
        {kept === "saved" ? "Draft kept" : null}
        {kept === "failed" ? "This draft could not be kept. Copy it before you leave." : null}
      </span>
    </div>
  );
}
