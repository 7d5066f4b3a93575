import { create } from "qrcode";

/** A QR code as rows of "1" (dark) and "0": the page draws it, so that nothing is fetched and nothing needs a style. */
export function qrRows(text: string): string[] {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const bits = Array.from(modules.data, (bit) => (bit ? "1" : "0")).join("");
  return Array.from({ length: modules.size }, (_, y) => bits.slice(y * modules.size, (y + 1) * modules.size));
}
