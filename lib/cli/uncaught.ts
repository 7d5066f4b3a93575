import { log } from "@/lib/request/log";

type Described = { name: string; code: string; at: string[] };

/** What may be logged of an error that nobody caught: where it happened and its kind, never its words or what it carries. */
export function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { name: typeof error, code: "none", at: [] };
  const code = "code" in error && (typeof error.code === "string" || typeof error.code === "number") ? error.code : "";
  const at = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { name: error.name, code: String(code || "none"), at: at.slice(0, 6).map((line) => line.trim()) };
}

const onException = (error: unknown) => log.error(describeError(error), "an error was not caught");
const onRejection = (reason: unknown) => log.error(describeError(reason), "a rejection was not handled");

const NEXT_LISTENER = Symbol.for("next.unhandledRejectionListener");

/**
 * Puts our listeners in the place of Next's, which print an error whole: a database client's error carries its client,
 * password included. Like them, they let the process live. To be called when Next is prepared.
 */
export function logUncaughtByName(): void {
  for (const event of ["uncaughtException", "unhandledRejection"] as const) process.removeAllListeners(event);
  process.on("uncaughtException", onException);
  process.on("unhandledRejection", onRejection);
  // A page that is loaded later registers what stands here, unless it is registered already.
  Object.assign(globalThis, { [NEXT_LISTENER]: onRejection });
}
