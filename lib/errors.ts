export type ErrorCode = "INVALID" | "NOT_FOUND" | "FORBIDDEN" | "CONFLICT" | "RATE_LIMITED";

/** An expected outcome of a query or mutation: `message` is a sentence for the person who asked. */
export class PortalError extends Error {
  override readonly name = "PortalError";
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fieldErrors?: Record<string, string[]>,
    /** Seconds until another try makes sense; only with RATE_LIMITED. */
    readonly retryAfter?: number,
    /** What a refused form should show instead of just what was typed. */
    readonly values?: Record<string, string | string[]>,
  ) {
    super(message);
  }
}

/** What does not exist and what the actor may not know of answer with this one error. */
export function notFound(): PortalError {
  return new PortalError("NOT_FOUND", "Page not found");
}

export function forbidden(message: string): PortalError {
  return new PortalError("FORBIDDEN", message);
}

export function conflict(message: string): PortalError {
  return new PortalError("CONFLICT", message);
}

export function invalid(message: string, fieldErrors?: Record<string, string[]>): PortalError {
  return new PortalError("INVALID", message, fieldErrors);
}
