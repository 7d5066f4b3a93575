import { unreadCount } from "@/lib/notifications/inbox/queries";
import { sideSchema } from "@/lib/notifications/inbox/schema";
import { requestContext } from "@/lib/request/context";
import { isFromOwnPage } from "@/lib/request/own-origin";

export const dynamic = "force-dynamic";

const headers = { "Cache-Control": "private, no-store" };

/** How many reports have something new for whoever asks, for the number in the header. */
export async function GET(request: Request): Promise<Response> {
  if (!isFromOwnPage(request))
    return Response.json({ error: "not from a page of the portal" }, { status: 403, headers });
  const side = sideSchema.safeParse(new URL(request.url).searchParams.get("side"));
  if (!side.success) return Response.json({ error: "no such inbox" }, { status: 400, headers });
  return Response.json({ unread: await unreadCount(await requestContext(), side.data) }, { headers });
}
