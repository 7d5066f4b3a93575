import { PortalError } from "@/lib/errors";
import { requestContext } from "@/lib/request/context";
import { findReports } from "@/lib/triage/find/queries";

const headers = { "Cache-Control": "private, no-store" };

/** A few reports that hold what was typed, for the palette. */
export async function GET(request: Request): Promise<Response> {
  const words = new URL(request.url).searchParams.get("q") ?? "";
  try {
    return Response.json(await findReports(await requestContext(), words), { headers });
  } catch (error) {
    if (error instanceof PortalError) return Response.json({ error: "not found" }, { status: 404, headers });
    throw error;
  }
}
