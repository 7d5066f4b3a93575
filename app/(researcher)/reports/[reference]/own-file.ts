import "server-only";
import { PortalError } from "@/lib/errors";
import { parseReference } from "@/lib/reports/reference";
import { requestContext } from "@/lib/request/context";
import type { Context } from "@/lib/request/transaction";

const PRIVATE = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" };

const TYPES = { json: "application/json", txt: "text/plain" } as const;

/** A file for the reporter to save. For everybody else, and for what does not exist: one and the same 404. */
export async function ownFile(
  segment: string,
  kind: "receipt" | "export" | "statement",
  read: (ctx: Context, reference: string) => Promise<string>,
  extension: keyof typeof TYPES = "json",
): Promise<Response> {
  const ctx = await requestContext();
  const parsed = parseReference(segment);
  if (!parsed.ok || parsed.reference !== segment || ctx.actor.kind === "anonymous") return nothing();
  try {
    return new Response(await read(ctx, parsed.reference), {
      headers: {
        ...PRIVATE,
        "content-type": `${TYPES[extension]}; charset=utf-8`,
        "content-disposition": `attachment; filename="${parsed.reference}-${kind}.${extension}"`,
      },
    });
  } catch (error) {
    if (error instanceof PortalError && error.code === "NOT_FOUND") return nothing();
    throw error;
  }
}

function nothing(): Response {
  return new Response("Page not found\n", {
    status: 404,
    headers: { ...PRIVATE, "content-type": "text/plain; charset=utf-8" },
  });
}
