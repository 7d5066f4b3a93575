import { z } from "zod";
import { PortalError } from "@/lib/errors";

const senderSchema = z.object({
  _rev: z.coerce.number().int().positive(),
  _tab: z.string().max(64).optional(),
  _seq: z.coerce.number().int().nonnegative().max(2_000_000_000).optional(),
});

/** What a page of the form says about itself: the revision it was made from and, with scripts, its token and count. */
export function senderOf(values: Record<string, string | string[]>): { rev: number; tab: string | null; seq: number } {
  const sender = senderSchema.safeParse(values);
  if (!sender.success) throw new PortalError("CONFLICT", "This page is incomplete. Reload it and try again.");
  const { _rev: rev, _tab: tab, _seq: seq } = sender.data;
  return { rev, tab: tab || null, seq: seq ?? 0 };
}
