import { submittedData } from "@/components/forms/form-values";

/** What is said about the text in the fields. */
export type SaveState =
  | { kind: "untouched" }
  | { kind: "saved"; at: string }
  /** The server could not be asked; tried again by itself. */
  | { kind: "retrying" }
  | { kind: "offline" }
  /** It will not be kept as it stands, and why. */
  | { kind: "refused"; message: string }
  | { kind: "conflict" }
  | { kind: "signed-out" };

export type Autosaver = {
  /** Something was typed, ticked or chosen. */
  changed: () => void;
  /** Now, because the page may go away. */
  flush: () => void;
  online: () => void;
  /** While Continue is on its way, or two versions wait for a choice. */
  pause: (paused: boolean) => void;
  isDirty: () => boolean;
  /** The count that a page sent now has to carry. */
  nextSeq: () => number;
  stop: () => void;
};

/** Form.md §4: at most 2 s from the first unsaved keystroke; the rest is for the way. */
export const SAVE_AFTER_MS = 1200;
const RETRY_MS = [2000, 4000, 8000, 15_000, 30_000] as const;
const ANSWER_WITHIN_MS = 15_000;
/** Browsers refuse a request that outlives its page beyond 64 KiB. */
const OUTLIVES_AT_MOST = 60_000;

/**
 * Saves a form's fields as they are typed. One request is under way at a time; each carries a count, so that one which
 * was overtaken is known as such. Nothing is kept in the browser but in the fields themselves.
 */
export function autosaver(options: {
  url: string;
  form: HTMLFormElement;
  tab: string;
  onState: (state: SaveState) => void;
}): Autosaver {
  let seq = 0;
  let version = 0;
  let saved = 0;
  /** The versions that Continue, and that a request, carry now. */
  let submitted = -1;
  let sending = -1;
  let tries = 0;
  let dirtySince = 0;
  let paused = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay: AbortController | undefined;

  const isDirty = () => version !== saved && version !== submitted;

  function schedule(ms: number) {
    if (stopped || paused || underWay || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void send();
    }, ms);
  }

  function body(): { data: FormData; size: number } {
    const data = submittedData(options.form, null);
    let size = 0;
    for (const [name, value] of [...data]) {
      if (typeof value === "string") size += name.length + value.length * 3 + 120;
      else data.delete(name);
    }
    seq += 1;
    data.set("_tab", options.tab);
    data.set("_seq", String(seq));
    return { data, size };
  }

  async function send(outlives = false): Promise<void> {
    const carried = version;
    sending = carried;
    const { data, size } = body();
    const own = new AbortController();
    underWay = own;
    const answer = await fetch(options.url, {
      method: "POST",
      body: data,
      keepalive: outlives && size <= OUTLIVES_AT_MOST,
      signal: AbortSignal.any([own.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    }).catch(() => null);
    if (underWay !== own) return;
    underWay = undefined;
    sending = -1;
    if (own.signal.aborted) return;
    await settle(answer, carried);
  }

  async function settle(answer: Response | null, carried: number): Promise<void> {
    if (answer === null || answer.status >= 500 || answer.status === 429) {
      options.onState({ kind: navigator.onLine ? "retrying" : "offline" });
      schedule(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 0);
      tries += 1;
      return;
    }
    tries = 0;
    const said = await wordsOf(answer);
    if (answer.ok) {
      saved = carried;
      options.onState({ kind: "saved", at: said.savedAt });
      if (isDirty()) schedule(Math.max(0, dirtySince + SAVE_AFTER_MS - Date.now()));
    } else if (answer.status === 409) {
      paused = true;
      options.onState({ kind: "conflict" });
    } else if (answer.status === 401) {
      paused = true;
      options.onState({ kind: "signed-out" });
    } else options.onState({ kind: "refused", message: said.message });
  }

  return {
    changed: () => {
      if (!isDirty() || version === sending) dirtySince = Date.now();
      version += 1;
      schedule(SAVE_AFTER_MS);
    },
    flush: () => {
      if (!isDirty() || paused || stopped) return;
      clearTimeout(timer);
      timer = undefined;
      void send(true);
    },
    online: () => {
      if (!isDirty()) return;
      tries = 0;
      clearTimeout(timer);
      timer = undefined;
      schedule(0);
    },
    pause: (now) => {
      paused = now;
      if (now) submitted = version;
      clearTimeout(timer);
      timer = undefined;
      if (!now) {
        // Continue came back: what it carried was refused and is not saved yet.
        submitted = -1;
        if (isDirty()) schedule(SAVE_AFTER_MS);
      }
    },
    isDirty,
    nextSeq: () => {
      seq += 1;
      return seq;
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      if (isDirty() && !paused) void send(true);
      stopped = true;
    },
  };
}

async function wordsOf(answer: Response): Promise<{ savedAt: string; message: string }> {
  const body: unknown = await answer.json().catch(() => null);
  const read = (name: "savedAt" | "message") =>
    typeof body === "object" && body !== null && name in body ? String((body as Record<string, unknown>)[name]) : "";
  return { savedAt: read("savedAt"), message: read("message") || "It is too long to save as it stands." };
}
