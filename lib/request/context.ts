import "server-only";
import { cache } from "react";
import { connect, type Database } from "@/db/client";
import { currentActor } from "@/lib/auth/session";
import { env } from "@/lib/env/env";
import type { Context } from "./transaction";

const kept = globalThis as typeof globalThis & { portalDatabase?: Database };

/** The process's one pool of the application role. */
export function database(): Database {
  kept.portalDatabase ??= connect(env().DATABASE_URL, { max: 6, name: "portal-web" });
  return kept.portalDatabase;
}

/** Who asks, once per request: one statement reads session, account and memberships. */
export const requestContext = cache(async (): Promise<Context> => {
  const db = database();
  return { actor: await currentActor(db), db, clockOffsetMs: env().clockOffsetMs };
});

/** A context for pages that read no session. */
export function visitorContext(): Context {
  return { actor: { kind: "anonymous" }, db: database(), clockOffsetMs: env().clockOffsetMs };
}

/** A context for the portal's own work: jobs, commands, the demonstration. */
export function systemContext(db: Database, job: string, clockOffsetMs = 0): Context {
  return { actor: { kind: "system", job }, db, clockOffsetMs };
}
