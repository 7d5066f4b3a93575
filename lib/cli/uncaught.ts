import { log } from "@/lib/request/log";

type Described = { name: string; code: string; at: string[]; digest?: string };

/**
 * What may be logged of an error that nobody caught: where it happened and its kind, never its words or what it carries.
 * The code may be that of its cause: a statement that failed says why there.
 */
export function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { name: typeof error, code: "none", at: [] };
  const at = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    code: codeOf(error) ?? codeOf(error.cause) ?? "none",
    at: at.slice(0, 6).map((line) => line.trim()),
    // The number that the error page shows its reader.
    ...("digest" in error && /^\d{1,20}$/.test(String(error.digest)) ? { digest: String(error.digest) } : {}),
  };
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return (typeof error.code === "string" || typeof error.code === "number") && error.code !== ""
    ? String(error.code)
    : undefined;
}

const onException = (error: unknown) => log.error(describeError(error), "an error was not caught");
const onRejection = (reason: unknown) => log.error(describeError(reason), "a rejection was not handled");

const NEXT_LISTENER = Symbol.for("next.unhandledRejectionListener");

/**
 * Next prints what a page threw: the error of a statement holds the statement's values, addresses and token hashes among
 * them. Every error that is printed is told as `describeError` tells it; other words stay.
 */
export function printErrorsByName(target: Pick<Console, "error">): void {
  const print = target.error.bind(target);
  target.error = (...parts: unknown[]) =>
    print(...parts.map((part) => (part instanceof Error ? JSON.stringify(describeError(part)) : part)));
}

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
