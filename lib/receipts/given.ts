/** Where the keys are published (contract: routes). */
export const KEYS_ADDRESS = "/.well-known/receipt-keys.json";

/** The largest file that the page takes: a receipt has about 10 kB. */
export const RECEIPT_FILE_MAX = 64 * 1024;

/** What was pasted, without the line ends that a clipboard adds around it; a file is taken byte by byte. */
export function pastedReceipt(text: string): string {
  return text.trim();
}

export function sizeProblem(bytes: number): string | null {
  if (bytes === 0) return "Paste a receipt, or choose its file";
  return bytes > RECEIPT_FILE_MAX ? "This is larger than any receipt: choose a file of at most 64 kB" : null;
}
