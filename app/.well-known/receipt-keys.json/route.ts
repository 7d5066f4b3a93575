import { cacheable } from "@/app/(public)/programs/[program]/cacheable";
import { allReceiptKeys } from "@/lib/receipts/queries";
import { visitorContext } from "@/lib/request/context";

export const dynamic = "force-dynamic";

/** Every key that ever signed a receipt here: old receipts stay valid. */
export async function GET(request: Request): Promise<Response> {
  const keys = await allReceiptKeys(visitorContext());
  return cacheable(request, { text: `${JSON.stringify(keys, null, 2)}\n`, type: "application/jwk-set+json" });
}
