import { parseReference } from "../reports/reference";

/** Where a file waits until it is sent: in a draft, or beside what somebody writes into the thread of a report. */
export type UploadPlace = { draft: string } | { reference: string; kind: "reply" | "note" };

/** A place as an upload names it: a draft by its id, a thread as `reply:<reference>` or `note:<reference>`. */
export function placeText(place: UploadPlace): string {
  return "draft" in place ? place.draft : `${place.kind}:${place.reference}`;
}

/** Null for what names no place. */
export function readPlace(text: string): UploadPlace | null {
  if (/^[0-9a-f]{32}$/.test(text)) return { draft: text };
  const [, kind, rest] = /^(reply|note):(.{1,60})$/.exec(text) ?? [];
  if ((kind !== "reply" && kind !== "note") || rest === undefined) return null;
  const parsed = parseReference(rest);
  return parsed.ok ? { reference: parsed.reference, kind } : null;
}
