"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { whenText } from "@/components/ui/when-text";

/** Milliseconds without typing after which a form saves itself. */
const QUIET = 1000;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 30_000;

export type SaveState =
  | { kind: "untouched" }
  | { kind: "waiting" }
  | { kind: "saving" }
  | { kind: "saved"; at: string }
  /** The portal did not answer; it is tried again by itself. */
  | { kind: "retrying" }
  /** The portal answered, and kept nothing. */
  | { kind: "refused"; message: string };

export type SaveOutcome = { kind: "saved"; at: string } | { kind: "retry" } | { kind: "refused"; message: string };

/**
 * Saves a form a second after the last change, one request at a time, and again until it has answered. `send` reads the
 * form and asks the portal; a change during a save is saved after it.
 */
export function useAutosave(form: RefObject<HTMLFormElement | null>, send: () => Promise<SaveOutcome>) {
  const [state, setState] = useState<SaveState>({ kind: "untouched" });
  const latest = useRef(send);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef(false);
  const unsaved = useRef(false);
  const failures = useRef(0);

  useEffect(() => {
    latest.current = send;
  });

  const saveNow = useCallback(async () => {
    clearTimeout(timer.current);
    if (running.current) {
      unsaved.current = true;
      return;
    }
    running.current = true;
    unsaved.current = false;
    setState({ kind: "saving" });
    const outcome = await latest.current().catch((): SaveOutcome => ({ kind: "retry" }));
    running.current = false;
    if (outcome.kind === "retry") {
      unsaved.current = true;
      setState({ kind: "retrying" });
      timer.current = setTimeout(() => void saveNow(), Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** failures.current));
      failures.current += 1;
      return;
    }
    failures.current = 0;
    if (outcome.kind === "saved" && unsaved.current) {
      void saveNow();
      return;
    }
    if (outcome.kind === "refused") unsaved.current = true;
    setState(outcome);
  }, []);

  const changed = useCallback(() => {
    unsaved.current = true;
    setState((before) => (before.kind === "retrying" ? before : { kind: "waiting" }));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void saveNow(), QUIET);
  }, [saveNow]);

  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === "hidden" && unsaved.current) void saveNow();
    };
    const leave = (event: BeforeUnloadEvent) => {
      if (unsaved.current || running.current) event.preventDefault();
    };
    const back = () => {
      if (unsaved.current) void saveNow();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || !form.current) return;
      event.preventDefault();
      void saveNow();
    };
    document.addEventListener("visibilitychange", hide);
    document.addEventListener("keydown", key);
    window.addEventListener("beforeunload", leave);
    window.addEventListener("online", back);
    return () => {
      clearTimeout(timer.current);
      document.removeEventListener("visibilitychange", hide);
      document.removeEventListener("keydown", key);
      window.removeEventListener("beforeunload", leave);
      window.removeEventListener("online", back);
    };
  }, [form, saveNow]);

  return { state, changed, saveNow };
}

/** What a form says of its saves, polite and short. */
export function saveWords(state: SaveState, zone: string): string {
  switch (state.kind) {
    case "untouched":
      return "";
    case "waiting":
      return "Not saved yet";
    case "saving":
      return "Saving";
    case "saved":
      return `Saved ${whenText(new Date(state.at), zone, "time")}`;
    case "retrying":
      return "Not saved, retrying";
    case "refused":
      return `Not saved: ${state.message}`;
  }
}
