import { PortalError } from "@/lib/errors";
import { requestContext } from "@/lib/request/context";
import { isFromOwnPage } from "@/lib/request/own-origin";
import { selectionSchema } from "@/lib/triage/bulk/verbs";
import { exportReports } from "@/lib/triage/export/mutations";

export const dynamic = "force-dynamic";

/** Selected reports as a table. Taking them out is recorded, so another site may not make a browser ask. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const chosen = selectionSchema.safeParse(searchParams.getAll("ref"));
  if (!isFromOwnPage(request) || !chosen.success) return new Response("Not found\n", { status: 404 });
  try {
    const csv = await exportReports(await requestContext(), searchParams.get("program") ?? undefined, chosen.data);
    return new Response(csv, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="reports.csv"',
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    const refused = error.code === "FORBIDDEN";
    return new Response(refused ? `${error.message}\n` : "Not found\n", { status: refused ? 403 : 404 });
  }
}
