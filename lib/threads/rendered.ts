import type { Place } from "../vault/seal";
import { type DataKey, IntegrityError, openText, sealText } from "../vault/seal";

/** Characters of HTML that are kept; the oldest go first. */
const KEPT_AT_MOST = 4_000_000;

const kept = new Map<string, Buffer>();
let size = 0;

/**
 * The HTML of a message, rendered when it is first read: parsing Markdown costs a hundred times what decrypting does.
 * What is kept is sealed under the report's own key, so memory holds no plain text and nothing opens for another report.
 */
export function renderedOnce(key: DataKey, reportId: string, messageId: string, render: () => string): string {
  const place: Place = { table: "messages", column: "rendered", rowId: messageId, reportId };
  const known = kept.get(messageId);
  const opened = known && openOrNull(key, place, known);
  if (typeof opened === "string") return opened;
  const html = render();
  keep(messageId, sealText(key, place, html));
  return html;
}

/** Null when the key is another one than it was: then the text is rendered anew. */
function openOrNull(key: DataKey, place: Place, sealed: Buffer): string | null {
  try {
    return openText(key, place, sealed);
  } catch (error) {
    if (error instanceof IntegrityError) return null;
    throw error;
  }
}

function keep(messageId: string, sealed: Buffer): void {
  size += sealed.length - (kept.get(messageId)?.length ?? 0);
  kept.delete(messageId);
  kept.set(messageId, sealed);
  for (const [oldest, { length }] of kept) {
    if (size <= KEPT_AT_MOST) break;
    kept.delete(oldest);
    size -= length;
  }
}
