import { z } from "zod";
import { CLAUSE_KINDS } from "./clause-fields";

const NAME = /^(?:take\.)?[A-Za-z][A-Za-z0-9_.-]{0,199}(?:\[\])?$/;

/** The longest text of one field: five times what a clause may hold, so that too much is told and never cut. */
const TEXT_MAX = 100_000;

const text = z.string().max(TEXT_MAX, "This is too long to be kept");

/** A section as its form sends it. Its own fields decide what of it counts. */
export const sectionFormSchema = z
  .record(z.string().regex(NAME), z.union([text, z.array(text).max(300)]))
  .refine((values) => Object.keys(values).length <= 3000, "This form has too many fields");

const clause = z.string().min(1).max(30);
const kind = z.enum(CLAUSE_KINDS, "Choose what the clause is about");

/** What is done to a clause as a whole. */
export const clauseChangeSchema = z.discriminatedUnion("change", [
  z.object({
    change: z.literal("add"),
    kind,
    /** "2.3": behind that clause; "2.3/": within it, as the last; empty: at the end. */
    place: z.string().max(31).default(""),
  }),
  z.object({ change: z.literal("up"), clause }),
  z.object({ change: z.literal("down"), clause }),
  z.object({ change: z.literal("remove"), clause, mark: z.string().max(16) }),
  z.object({ change: z.literal("renumber"), clause, number: z.string().trim().max(30) }),
  z.object({ change: z.literal("kind"), clause, kind }),
]);
export type ClauseChange = z.infer<typeof clauseChangeSchema>;
