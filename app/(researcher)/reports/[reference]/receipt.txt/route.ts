import { receiptText } from "@/lib/receipts/plain-text";
import { receiptOf } from "@/lib/receipts/queries";
import { receiptHash } from "@/lib/receipts/receipt";
import { receiptSchema } from "@/lib/receipts/schema";
import { ownFile } from "../own-file";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ reference: string }> };

/** The receipt to read or print without a browser; the signed file is the JSON one. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { reference } = await params;
  const text = async (...[ctx, known]: Parameters<typeof receiptOf>) => {
    const { json, programName, zone } = await receiptOf(ctx, known);
    return receiptText(receiptSchema.parse(JSON.parse(json)), { hash: receiptHash(json), programName, zone });
  };
  return ownFile(reference, "receipt", text, "txt");
}
