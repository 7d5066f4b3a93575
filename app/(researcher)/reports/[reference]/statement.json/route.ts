import { issuedStatement } from "@/lib/statements/queries";
import { ownFile } from "../own-file";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ reference: string }> };

/** The exact bytes that were signed. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { reference } = await params;
  return ownFile(reference, "statement", async (ctx, known) => (await issuedStatement(ctx, known)).json);
}
