import "server-only";
import { env } from "@/lib/env/env";
import { enqueue } from "@/lib/jobs/enqueue";
import type { Transaction } from "@/lib/request/transaction";
import { isRaster } from "../content";
import type { Scan } from "../state";

/** What is known of a file that has just arrived: where a scanner is set up, it will be looked at. */
export function firstScan(): Scan {
  return env().CLAMD_URL ? "pending" : "off";
}

/** Promises what is done with a file once it is whole: the scan, and a preview of a picture. */
export async function afterArrival(
  tx: Transaction,
  file: { id: string; sniffed: string | null; size: number },
): Promise<void> {
  const payload = { attachmentId: file.id };
  if (env().CLAMD_URL) await enqueue(tx, "scan_file", [{ payload, key: `scan:${file.id}` }]);
  if (isRaster(file.sniffed)) await enqueue(tx, "preview_file", [{ payload, key: `preview:${file.id}` }]);
}
