import "server-only";
import type { Database } from "@/db/client";
import { type Actor, accountOf } from "@/lib/auth/policy";
import { systemContext } from "@/lib/request/context";
import { log } from "@/lib/request/log";
import { CHANNEL, readEnded, readSignal, type Signal } from "../change";
import { concernsOf } from "../queries";

/**
 * One open stream. `hear` decides for itself, at that moment, what of the signals its browser may learn; `sessionsEnded`,
 * whether its own session is among those that are over.
 */
export type Listener = {
  actor: Actor;
  hear: (signals: Signal[]) => void;
  missed: () => void;
  sessionsEnded: () => void;
};

/** Signals that arrive this close together are looked at together. */
const TOGETHER_MS = 40;

type Hub = { listeners: Set<Listener>; waiting: Signal[]; timer: ReturnType<typeof setTimeout> | null };

const kept = globalThis as typeof globalThis & { portalHub?: Promise<Hub> | undefined };

/** Adds a listener to this process's one connection to the channel; gives the way to take it off again. */
export async function listen(db: Database, listener: Listener): Promise<() => void> {
  kept.portalHub ??= open(db);
  try {
    const hub = await kept.portalHub;
    hub.listeners.add(listener);
    return () => hub.listeners.delete(listener);
  } catch (error) {
    kept.portalHub = undefined;
    throw error;
  }
}

async function open(db: Database): Promise<Hub> {
  const hub: Hub = { listeners: new Set(), waiting: [], timer: null };
  let connected = false;
  await db.$client.listen(
    CHANNEL,
    (text) => {
      const ended = readEnded(text);
      if (ended !== null) {
        for (const one of hub.listeners) if (accountOf(one.actor) === ended) one.sessionsEnded();
        return;
      }
      const signal = readSignal(text);
      if (signal === null || hub.listeners.size === 0) return;
      hub.waiting.push(signal);
      hub.timer ??= setTimeout(() => {
        const signals = hub.waiting.splice(0);
        hub.timer = null;
        deliver(db, hub, signals).catch((error: unknown) => {
          log.warn({ error: error instanceof Error ? error.name : "unknown" }, "live signals could not be delivered");
          for (const one of hub.listeners) one.missed();
        });
      }, TOGETHER_MS);
    },
    () => {
      // The connection came back: what was said meanwhile was heard by nobody here.
      if (connected) for (const one of hub.listeners) one.missed();
      connected = true;
    },
  );
  return hub;
}

async function deliver(db: Database, hub: Hub, signals: readonly Signal[]): Promise<void> {
  const concerns = await concernsOf(systemContext(db, "live"), signals);
  for (const listener of hub.listeners) {
    const own = signals.filter(({ reportId }) => {
      const of = concerns.get(reportId);
      return of !== undefined && mayConcern(listener.actor, of);
    });
    if (own.length > 0) listener.hear(own);
  }
}

function mayConcern(
  actor: Actor,
  of: { programId: string; reporterId: string | null; guestCodeHash: string | null },
): boolean {
  if (actor.kind === "guest") return of.guestCodeHash !== null && actor.proofs.includes(of.guestCodeHash);
  if (actor.kind !== "staff" && actor.kind !== "researcher") return false;
  if (of.reporterId === actor.accountId) return true;
  return actor.kind === "staff" && actor.memberships.some(({ programId }) => programId === of.programId);
}
