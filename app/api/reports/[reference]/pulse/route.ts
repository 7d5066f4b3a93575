import { PortalError } from "@/lib/errors";
import { requestContext } from "@/lib/request/context";
import { reportPulse } from "@/lib/threads/pulse/queries";

type Params = { params: Promise<{ reference: string }> };

const headers = { "Cache-Control": "private, no-store" };

/** Whether something new stands on a report's page; asked by the open page itself. */
export async function GET(_request: Request, { params }: Params): Promise<Response> {
  try {
    return Response.json(await reportPulse(await requestContext(), (await params).reference), { headers });
  } catch (error) {
    if (error instanceof PortalError) return Response.json({ error: "not found" }, { status: 404, headers });
    throw error;
  }
}
