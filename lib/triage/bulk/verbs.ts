import { z } from "zod";
import { SNOOZES, snoozeObstacle } from "../../reports/snoozing";
import { MOVE_RULES, type Move, type MoveRole, type MoveSubject, mayMake, moveObstacle } from "../../reports/state";

/** What can be done to several reports at once. Nothing here publishes, credits or writes to a reporter in free words. */
export const BULK_VERBS = ["assign", "snooze", "start_checking", "close_spam"] as const;
export type BulkVerb = (typeof BULK_VERBS)[number];

/** Reports that one press may change. */
export const BULK_MAX = 100;

/** The verbs that a press more takes back. */
export const REVERSIBLE: readonly BulkVerb[] = ["assign", "snooze"];

const reference = z.string().regex(/^[A-Z0-9-]{1,40}$/);
const row = z
  .string()
  .regex(/^[A-Z0-9-]{1,40} [1-9]\d{0,8}$/)
  .transform((text) => {
    const [name = "", version = ""] = text.split(" ");
    return { reference: name, version: Number(version) };
  });
const list = <S extends z.ZodType>(each: S) =>
  z.preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(each).max(BULK_MAX));

/** What a list sends: the references that were ticked, each once. */
export const selectionSchema = list(reference).transform((chosen) => [...new Set(chosen)]);

/** What the page of a bulk action sends; `row` is a reference and the version that was shown. */
export const bulkSchema = z
  .strictObject({
    verb: z.enum(BULK_VERBS),
    row: list(row),
    assignee: z.string().max(64).optional(),
    snooze: z.enum(SNOOZES).or(z.literal("")).optional(),
    reason: z.string().max(4000).optional(),
  })
  .superRefine(({ verb, row: rows, snooze, reason }, issues) => {
    const wrong = (path: string, message: string) => issues.addIssue({ code: "custom", path: [path], message });
    if (rows.length === 0) wrong("row", "Select at least one report");
    if (verb === "snooze" && !snooze) wrong("snooze", "Select for how long");
    if (verb === "close_spam" && !reason?.trim()) wrong("reason", "Say why, for the record of these reports");
  });
export type BulkInput = z.infer<typeof bulkSchema>;

/** Where each report of a selection came to. */
export type BulkOutcome = { reference: string; outcome: "done" | "skipped" | "failed"; why: string };

export type BulkResult = {
  verb: BulkVerb;
  outcomes: BulkOutcome[];
  /** What takes it back, as the page sends it again; null where nothing does. */
  undo: string | null;
};

/** What takes a bulk action back: each report at the version it has now, and who carried it before. */
export const undoSchema = z.strictObject({
  verb: z.enum(["assign", "snooze"]),
  rows: z
    .array(z.strictObject({ reference, version: z.int().positive(), before: z.string().max(64).nullable() }))
    .min(1)
    .max(BULK_MAX),
});
export type BulkUndo = z.infer<typeof undoSchema>;

export type BulkSubject = MoveSubject & { roles: readonly MoveRole[]; mayAct: boolean };

/** Why a verb does not apply to a report, as a sentence, or null when it does. */
export function bulkObstacle(verb: BulkVerb, subject: BulkSubject, now: number): string | null {
  if (!subject.mayAct) return "You can read this report, and not decide on it.";
  switch (verb) {
    case "assign":
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
