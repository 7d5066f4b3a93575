import { z } from "zod";
import { AUDIT_GROUP_NAMES } from "./groups";

const day = z.iso.date();

/** What the address asks of the log. What it does not understand is as good as not asked. */
export const auditFilterSchema = z.object({
  group: z.enum(AUDIT_GROUP_NAMES).optional().catch(undefined),
  /** The handle of somebody of the team. */
  who: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional()
    .catch(undefined),
  reference: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9-]{4,20}$/)
    .optional()
    .catch(undefined),
  /** Days in the program's zone, both counted. */
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  before: z.string().max(60).optional().catch(undefined),
});

export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** A place in the log: the millisecond of the last row shown, and how many rows of that millisecond were shown. */
export type AuditPlace = { at: number; shown: number };

const LATEST = 8_640_000_000_000_000;

/** Null for none and for one made by hand: it shows the newest. */
export function placeOf(before: string | undefined): AuditPlace | null {
  const [, at, shown] = /^(\d{1,16})\.(\d{1,6})$/.exec(before ?? "") ?? [];
  return at && shown && Number(at) <= LATEST ? { at: Number(at), shown: Number(shown) } : null;
}

/** Where the page after these rows begins. */
export function placeAfter(rows: readonly { at: string }[], before: AuditPlace | null): string | null {
  const last = rows.at(-1);
  if (!last) return null;
  const same = rows.filter(({ at }) => at === last.at).length;
  const at = new Date(last.at).getTime();
  return `${at}.${same + (before?.at === at ? before.shown : 0)}`;
}
