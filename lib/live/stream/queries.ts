import "server-only";
import type { Actor } from "@/lib/auth/policy";
import { log } from "@/lib/request/log";
import type { Context } from "@/lib/request/transaction";
import type { Signal } from "../change";
import { type Listener, listen } from "../hub/queries";
import { changesFor } from "../queries";

/** A proxy that closes quiet connections sees something move; the session behind the stream is looked at again. */
const HEARTBEAT_MS = 25_000;

/** Open streams: of one person, who has a browser or two, and of this process. */
export const OF_ONE = 8;
const OF_ALL = 2000;

const kept = globalThis as typeof globalThis & { portalStreams?: Map<string, number> };
const counts = () => {
  kept.portalStreams ??= new Map();
  return kept.portalStreams;
};

/** Whom a limit counts; null for whoever has nothing that could change. */
export function holderOf(actor: Actor): string | null {
  if (actor.kind === "researcher" || actor.kind === "staff") return actor.accountId;
  return actor.kind === "guest" ? actor.proofs.join() : null;
}

/** Takes one of the places for open streams; null when there is none, else the way to give it back. */
export function takePlace(holder: string): (() => void) | null {
  const open = counts();
  const own = open.get(holder) ?? 0;
  const all = [...open.values()].reduce((sum, count) => sum + count, 0);
  if (own >= OF_ONE || all >= OF_ALL) return null;
  open.set(holder, own + 1);
  let given = false;
  return () => {
    if (given) return;
    given = true;
    const left = (open.get(holder) ?? 1) - 1;
    if (left > 0) open.set(holder, left);
    else open.delete(holder);
  };
}

type Source = {
  ctx: Context;
  /** Who the browser is by now. */
  again: () => Promise<Actor>;
  /** What to say first. */
  greeting: (say: Say) => void;
  leave: () => void;
  /** The portal's clock, in milliseconds since the epoch. */
  instant: () => number;
};
export type Say = (event: string, data: unknown) => void;

/** The open stream itself: says what changed, each time to whoever the browser is at that moment, and ends with the session. */
export function eventStream({ ctx, again, greeting, leave, instant }: Source): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop: () => void = leave;
  let over = false;
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const write = (text: string) => {
        if (!over) controller.enqueue(encoder.encode(text));
      };
      // The id is when it was said: nothing of it tells how much else happens in the portal.
      const say: Say = (event, data) => write(`id: ${instant()}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      const end = () => {
        if (over) return;
        over = true;
        stop();
        try {
          controller.close();
        } catch {
          // The browser was faster.
        }
      };
      const asNow = async (): Promise<Context | null> => {
        const actor = await again();
        if (holderOf(actor) === holderOf(ctx.actor)) return { ...ctx, actor };
        say("ended", {});
        end();
        return null;
      };
      const guarded = (work: () => Promise<void>) => {
        work().catch((error: unknown) => {
          log.warn({ error: error instanceof Error ? error.name : "unknown" }, "an event stream broke off");
          end();
        });
      };
      const listener: Listener = {
        actor: ctx.actor,
        hear: (signals: Signal[]) =>
          guarded(async () => {
            const now = await asNow();
            if (now === null) return;
            listener.actor = now.actor;
            for (const change of await changesFor(now, signals)) say("change", change);
          }),
        missed: () => say("anew", {}),
        sessionsEnded: () =>
          guarded(async () => {
            await asNow();
          }),
      };
      const heart = setInterval(
        () =>
          guarded(async () => {
            if ((await asNow()) !== null) write(": still here\n\n");
          }),
        HEARTBEAT_MS,
      );
      stop = () => {
        clearInterval(heart);
        leave();
      };
      const forget = await listen(ctx.db, listener);
      const before = stop;
      stop = () => {
        before();
        forget();
      };
      if (over) return stop();
      write("retry: 3000\n\n");
      greeting(say);
    },
    cancel() {
      // Nobody is there to hear what is still on its way.
      over = true;
      stop();
    },
  });
}
