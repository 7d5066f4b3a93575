import { PortalError } from "@/lib/errors";
import { requestContext } from "@/lib/request/context";
import { isFromOwnPage } from "@/lib/request/own-origin";
import { saveReplyDraft } from "@/lib/threads/drafts/mutations";
import { replyDraftSchema } from "@/lib/threads/schema";

type Params = { params: Promise<{ reference: string }> };

const headers = { "Cache-Control": "private, no-store" };

/** Keeps what is being typed into a composer; the page's own script asks, a few seconds after the last key. */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  if (!isFromOwnPage(request))
    return Response.json({ error: "not from a page of the portal" }, { status: 403, headers });
  const body: unknown = await request.json().catch(() => null);
  const parsed = replyDraftSchema.safeParse(body);
  if (!parsed.success) return Response.json({ error: "not a draft" }, { status: 400, headers });
  try {
    const saved = await saveReplyDraft(await requestContext(), (await params).reference, parsed.data);
    return Response.json(saved, { headers });
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return Response.json({ error: "not found" }, { status: error.code === "FORBIDDEN" ? 403 : 404, headers });
  }
}
