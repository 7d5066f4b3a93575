import type { Present } from "@/lib/live/presence/people";
import { hearLive } from "./connection";

type Everybody = Readonly<Record<string, readonly Present[]>>;

const NOBODY: Everybody = {};
/** Whoever closed a laptop says nothing; the page forgets them after this at the latest. */
const AGAIN_MS = 30_000;

let everybody = NOBODY;
const watching = new Set<() => void>();
let stop: (() => void) | null = null;

async function ask(): Promise<void> {
  if (document.visibilityState !== "visible") return;
  const answer = await fetch("/api/staff/presence", { headers: { "X-Background": "1" } }).catch(() => null);
  if (!answer?.ok) return;
  const next: Everybody = await answer.json();
  if (JSON.stringify(next) === JSON.stringify(everybody)) return;
  everybody = next;
  for (const tell of watching) tell();
}

/** One question for all the places on a page that show it. */
export function watchPresence(tell: () => void): () => void {
  watching.add(tell);
  if (stop === null) {
    const deaf = hearLive((news) => {
      if (news.kind === "anew" || news.change.what === "presence") void ask();
    });
    const timer = setInterval(() => void ask(), AGAIN_MS);
    stop = () => {
      deaf();
      clearInterval(timer);
    };
    void ask();
  }
  return () => {
    watching.delete(tell);
    if (watching.size > 0) return;
    stop?.();
    stop = null;
    everybody = NOBODY;
  };
}

export const presenceNow = (): Everybody => everybody;
export const presenceOnServer = (): Everybody => NOBODY;
