import { exportAudit } from "@/lib/audit/mutations";
import { PortalError } from "@/lib/errors";
import { requestContext } from "@/lib/request/context";
import { isFromOwnPage } from "@/lib/request/own-origin";
import { filterOf } from "../load";

export const dynamic = "force-dynamic";

/** The log as a table. Reading it out is recorded, so another site may not make a browser ask. */
export async function GET(request: Request): Promise<Response> {
  if (!isFromOwnPage(request)) return new Response("Not found\n", { status: 404 });
  const parameters = Object.fromEntries(new URL(request.url).searchParams);
  try {
    const csv = await exportAudit(await requestContext(), parameters.program ?? "", filterOf(parameters));
    return new Response(csv, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="audit.csv"',
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    const refused = error.code === "FORBIDDEN";
    return new Response(refused ? `${error.message}\n` : "Not found\n", { status: refused ? 403 : 404 });
  }
}
