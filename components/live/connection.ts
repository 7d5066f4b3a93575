import type { LiveChange } from "@/lib/live/change";

/** What a page hears. `anew`: something may have been missed. */
export type LiveNews = { kind: "change"; change: LiveChange } | { kind: "anew" };
type Hear = (news: LiveNews) => void;

const CHANNEL = "portal-live";

const heard = new Set<Hear>();
let last: string | null = null;
let started = false;
let source: EventSource | null = null;
/** Ends this tab's turn with the stream. */
let yieldTurn: (() => void) | null = null;
let channel: BroadcastChannel | null = null;

function tell(news: LiveNews): void {
  for (const hear of heard) hear(news);
}

function isChange(value: unknown): value is LiveChange {
  return typeof value === "object" && value !== null && "reference" in value && "what" in value;
}

function received(id: string, news: LiveNews): void {
  if (id !== "") last = id;
  channel?.postMessage({ id: last, news });
  tell(news);
}

function open(): void {
  source = new EventSource(`/api/events${last === null ? "" : `?since=${encodeURIComponent(last)}`}`);
  source.addEventListener("change", (event) => {
    const change: unknown = JSON.parse(event.data);
    if (isChange(change)) received(event.lastEventId, { kind: "change", change });
  });
  source.addEventListener("anew", (event) => received(event.lastEventId, { kind: "anew" }));
  source.addEventListener("ready", (event) => {
    last = event.lastEventId || last;
    channel?.postMessage({ id: last, news: null });
  });
  // The session is over, or goes on under another token: asked again, the portal answers with a stream, or that there is none.
  source.addEventListener("ended", () => {
    source?.close();
    open();
  });
}

/** One tab of a browser holds the stream and tells the others; a hidden tab gives it up, and with all hidden there is none. */
function takeTurn(): void {
  if (yieldTurn !== null || document.visibilityState !== "visible" || heard.size === 0) return;
  const turn = new AbortController();
  yieldTurn = () => {
    turn.abort();
    source?.close();
    source = null;
    yieldTurn = null;
  };
  if (!("locks" in navigator)) {
    open();
    return;
  }
  const held = () =>
    new Promise<void>((resolve) => {
      if (turn.signal.aborted) return resolve();
      turn.signal.addEventListener("abort", () => resolve());
      open();
    });
  navigator.locks.request(CHANNEL, { signal: turn.signal }, held).catch(() => undefined);
}

function start(): void {
  if (started) return;
  started = true;
  if ("BroadcastChannel" in window) {
    channel = new BroadcastChannel(CHANNEL);
    channel.addEventListener("message", ({ data }: MessageEvent<{ id: string | null; news: LiveNews | null }>) => {
      last = data.id;
      if (data.news) tell(data.news);
    });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") takeTurn();
    else yieldTurn?.();
  });
  // A page that the browser keeps for Back holds no connection.
  addEventListener("pagehide", () => yieldTurn?.());
  addEventListener("pageshow", () => takeTurn());
}

/** Hears of changes until the returned function is called. */
export function hearLive(hear: Hear): () => void {
  start();
  heard.add(hear);
  takeTurn();
  return () => {
    heard.delete(hear);
    if (heard.size === 0) yieldTurn?.();
  };
}
