import { z } from "zod";
import type { PolicyDocument } from "../policy/schema";
import { type DataKey, openJson } from "../vault/seal";
import { reportForm } from "./form/report-form";
import { splitPlace } from "./places";
import { type SplitPart, splitPartSchema } from "./split";

/** What is sealed of a proposal: its parts, and the message that says why. */
export const storedSplitSchema = z.strictObject({ messageId: z.string(), parts: z.array(splitPartSchema) });

/** A report's place in a split, as a query aggregates it. */
export type StoredSplit = {
  from: string | null;
  into: string[];
  open: { id: string; parts: string; at: string; decideBy: string } | null;
};

export type ProposedSplit = {
  /** The message that says why, anchor `m-<id>`; also what an answer names. */
  messageId: string;
  proposedAt: string;
  /** From here on the team may go ahead without an answer. */
  decideBy: string;
  mayGoAhead: boolean;
  parts: { title: string; copied: string[]; details: string }[];
};

export type SplitView = { from: string | null; into: string[]; proposal: ProposedSplit | null };

export function splitView(
  { from, into, open }: StoredSplit,
  { reportId, key, document, now }: { reportId: string; key: DataKey; document: PolicyDocument; now: Date },
): SplitView {
  if (open === null) return { from, into, proposal: null };
  const place = splitPlace(reportId, open.id);
  const { messageId, parts } = storedSplitSchema.parse(openJson(key, place, Buffer.from(open.parts, "base64")));
  const decideBy = new Date(open.decideBy);
  return {
    from,
    into,
    proposal: {
      messageId,
      proposedAt: new Date(open.at).toISOString(),
      decideBy: decideBy.toISOString(),
      mayGoAhead: now >= decideBy,
      parts: parts.map((part) => ({ title: part.title, copied: labelsOf(document, part), details: part.details })),
    },
  };
}

function labelsOf(document: PolicyDocument, { keys }: SplitPart): string[] {
  return reportForm(document)
    .flatMap(({ fields }) => fields)
    .filter(({ name }) => keys.includes(name))
    .map(({ label }) => label);
}
