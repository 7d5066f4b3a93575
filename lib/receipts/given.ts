import { z } from "zod";
import type { SaltedAnswer } from "./answer-verdicts";
import { canonicalJson } from "./canonical";

/** Where the keys are published (contract: routes). */
export const KEYS_ADDRESS = "/.well-known/receipt-keys.json";

/** The largest file that the page takes: a receipt has about 10 kB, a report with all its answers ten times that. */
export const RECEIPT_FILE_MAX = 900 * 1000;

const exportSchema = z.object({
  type: z.literal("report-export"),
  receipt: z.unknown(),
  answers: z.record(z.string(), z.object({ value: z.unknown(), salt: z.string() }).nullable()),
});

/** A receipt by itself, or one inside an `export.json` together with the answers that it commits to. */
export type Given = { receipt: string | Uint8Array; answers: Record<string, SaltedAnswer | null> | null };

/** What kind of file this is. The receipt inside an export is judged by its own bytes, which RFC 8785 gives back. */
export function readGiven(bytes: string | Uint8Array): Given {
  const alone: Given = { receipt: bytes, answers: null };
  try {
    const text = typeof bytes === "string" ? bytes : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const parsed = exportSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return alone;
    return { receipt: canonicalJson(parsed.data.receipt), answers: parsed.data.answers };
  } catch {
    return alone;
  }
}

/** What was pasted, without the line ends that a clipboard adds around it; a file is taken byte by byte. */
export function pastedReceipt(text: string): string {
  return text.trim();
}

export function sizeProblem(bytes: number): string | null {
  if (bytes === 0) return "Paste a receipt, or choose its file";
  return bytes > RECEIPT_FILE_MAX ? "This is larger than any receipt: choose a file of at most 900 kB" : null;
}
