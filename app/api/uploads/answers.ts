import type { ErrorCode, PortalError } from "@/lib/errors";

const STATUS: Record<ErrorCode, number> = {
  INVALID: 422,
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  CONFLICT: 409,
  RATE_LIMITED: 429,
};

export const statusOf = (error: PortalError): number => STATUS[error.code];

/** One sentence, for whoever asked. */
export function plain(status: number, sentence: string): Response {
  return new Response(`${sentence}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
