import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/lib/env/env";
import { offlinePage } from "@/lib/receipts/offline/page";
import { receiptKeysOfNow } from "@/lib/receipts/queries";
import { visitorContext } from "@/lib/request/context";
import { formatInstant } from "@/lib/sla/words-of-time";
import { knownPrograms } from "../load";

export const dynamic = "force-dynamic";

/** The verifier as one file to keep: it works from a disk, in ten years, without this portal. */
export async function GET(): Promise<Response> {
  const { keys, at } = await receiptKeysOfNow(visitorContext());
  const script = await readFile(
    join(/* turbopackIgnore: true */ process.cwd(), ".build", "receipt-verifier.js"),
    "utf8",
  );
  const page = offlinePage(script, {
    portal: env().APP_URL,
    madeAt: formatInstant(at, "UTC"),
    keys,
    programs: await knownPrograms(),
  });
  return new Response(page, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-disposition": 'attachment; filename="receipt-verifier.html"',
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
