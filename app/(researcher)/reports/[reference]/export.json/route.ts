import { exportReport } from "@/lib/reports/export/queries";
import { ownFile } from "../own-file";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ reference: string }> };

/** The reporter's own copy of everything about the report. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { reference } = await params;
  return ownFile(reference, "export", async (ctx, known) => JSON.stringify(await exportReport(ctx, known), null, 2));
}
