import type { ErrorCode } from "./errors";

/** What a server action answers. `FAILED` is unexpected: nothing was saved and the cause is in the log under an id. */
export type Result<T = undefined> =
  | { ok: true; data: T }
  | {
      ok: false;
      code: ErrorCode | "FAILED";
      message: string;
      fieldErrors?: Record<string, string[]>;
      /** What was typed, so that a page without JavaScript can show it again. */
      values?: Record<string, string | string[]>;
    };
