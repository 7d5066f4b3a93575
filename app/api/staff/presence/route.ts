import { z } from "zod";
import { PortalError } from "@/lib/errors";
import { sayPresent } from "@/lib/live/presence/mutations";
import { whoIsPresent } from "@/lib/live/presence/queries";
import { requestContext } from "@/lib/request/context";
import { isFromOwnPage } from "@/lib/request/own-origin";

const headers = { "Cache-Control": "private, no-store" };

const schema = z.strictObject({
  reference: z.string().regex(/^[A-Z0-9-]{1,40}$/),
  doing: z.enum(["viewing", "replying", "gone"]),
});

const nothing = () => Response.json({ error: "not found" }, { status: 404, headers });

/** Which reports colleagues have open. Asked in the background, so it keeps no session alive. */
export async function GET(): Promise<Response> {
  const ctx = await requestContext();
  if (ctx.actor.kind !== "staff") return nothing();
  return Response.json(await whoIsPresent(ctx), { headers });
}

export async function POST(request: Request): Promise<Response> {
  if (!isFromOwnPage(request))
    return Response.json({ error: "not from a page of the portal" }, { status: 403, headers });
  const parsed = schema.safeParse(await request.json().catch(() => null));
  if (!parsed.success) return Response.json({ error: "not understood" }, { status: 400, headers });
  try {
    await sayPresent(await requestContext(), parsed.data.reference, parsed.data.doing);
    return new Response(null, { status: 204, headers });
  } catch (error) {
    if (error instanceof PortalError) return nothing();
    throw error;
  }
}
