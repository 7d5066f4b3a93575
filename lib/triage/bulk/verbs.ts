import { z } from "zod";
import { readTags } from "../../handling/tags";
import { SNOOZES, snoozeObstacle } from "../../reports/snoozing";
import { MOVE_RULES, type Move, type MoveRole, type MoveSubject, mayMake, moveObstacle } from "../../reports/state";

/**
 * What changes several reports at once. Nothing here publishes or credits; what is written to reporters is a template,
 * each as its sender read it before.
 */
export const CHANGING_VERBS = [
  "assign",
  "snooze",
  "tag",
  "start_checking",
  "ask_for_information",
  "close_spam",
] as const;
/** What can be done with a selection; `export` changes nothing. */
export const BULK_VERBS = [...CHANGING_VERBS, "export"] as const;
export type ChangingVerb = (typeof CHANGING_VERBS)[number];
export type BulkVerb = (typeof BULK_VERBS)[number];

/** Reports that one press may change. */
export const BULK_MAX = 100;

/** The verbs that a press more takes back. */
export const REVERSIBLE = ["assign", "snooze", "tag"] as const satisfies readonly ChangingVerb[];

const reference = z.string().regex(/^[A-Z0-9-]{1,40}$/);
/** A reference, the version that was shown, and where something would be written the hash of what was shown. */
const row = z
  .string()
  .regex(/^[A-Z0-9-]{1,40} [1-9]\d{0,8}( [0-9a-f]{64})?$/)
  .transform((text) => {
    const [name = "", version = "", shown = null] = text.split(" ");
    return { reference: name, version: Number(version), shown };
  });
const tags = z
  .string()
  .max(2000)
  .default("")
  .transform((typed, issues) => {
    const read = readTags(typed);
    if (read.ok) return read.tags;
    issues.addIssue({ code: "custom", message: read.message });
    return z.NEVER;
  });
const list = <S extends z.ZodType>(each: S) =>
  z.preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(each).max(BULK_MAX));

/** What a list sends: the references that were ticked, each once. */
export const selectionSchema = list(reference).transform((chosen) => [...new Set(chosen)]);

/** What the page of a bulk action sends. */
export const bulkSchema = z
  .strictObject({
    verb: z.enum(CHANGING_VERBS),
    row: list(row),
    assignee: z.string().max(64).optional(),
    snooze: z.enum(SNOOZES).or(z.literal("")).optional(),
    reason: z.string().max(4000).optional(),
    tags,
    untag: tags,
    template: z.string().max(64).optional(),
  })
  .superRefine(({ verb, row: rows, snooze, reason, tags: added, untag, template }, issues) => {
    const wrong = (path: string, message: string) => issues.addIssue({ code: "custom", path: [path], message });
    if (rows.length === 0) wrong("row", "Select at least one report");
    if (verb === "snooze" && !snooze) wrong("snooze", "Select for how long");
    if (verb === "tag" && added.length + untag.length === 0) wrong("tags", "Write at least one tag");
    if (verb === "ask_for_information" && !template) wrong("template", "Select what is written");
    if (verb === "close_spam" && !reason?.trim()) wrong("reason", "Say why, for the record of these reports");
  });
export type BulkInput = z.infer<typeof bulkSchema>;

/** Where each report of a selection came to. */
export type BulkOutcome = { reference: string; outcome: "done" | "skipped" | "failed"; why: string };

export type BulkResult = {
  verb: ChangingVerb;
  outcomes: BulkOutcome[];
  /** What takes it back, as the page sends it again; null where nothing does. */
  undo: string | null;
};

const tagList = z.array(z.string().max(200)).max(100);

/** What takes a bulk action back: each report at the version it has now, who carried it before, and which tags changed. */
export const undoSchema = z.strictObject({
  verb: z.enum(REVERSIBLE),
  rows: z
    .array(
      z.strictObject({
        reference,
        version: z.int().positive(),
        before: z.string().max(64).nullable(),
        added: tagList,
        removed: tagList,
      }),
    )
    .min(1)
    .max(BULK_MAX),
});
export type BulkUndo = z.infer<typeof undoSchema>;

export type BulkSubject = MoveSubject & { roles: readonly MoveRole[]; mayAct: boolean };

/** Why a verb does not apply to a report, as a sentence, or null when it does. */
export function bulkObstacle(verb: BulkVerb, subject: BulkSubject, now: number): string | null {
  if (!subject.mayAct && verb !== "export") return "You can read this report, and not decide on it.";
  switch (verb) {
    case "assign":
    case "tag":
    case "export":
      return null;
    case "snooze":
      return snoozeObstacle(subject.state);
    default:
      return moveRefusal(verb, subject, now);
  }
}

function moveRefusal(move: Move, subject: BulkSubject, now: number): string | null {
  if (!mayMake(move, subject.roles)) return `Your role does not make the move “${MOVE_RULES[move].label}”.`;
  return moveObstacle(move, subject, now, null);
}
