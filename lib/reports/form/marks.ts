import { STEPS } from "./answers";

/** Where a draft can have come to, in the order of the form: begun, past each of its pages, sent. */
export const FORM_MARKS = ["begun", ...STEPS, "sent"] as const;
export type FormMark = (typeof FORM_MARKS)[number];

/** Rows that share one count. */
export const MARK_SHARDS = 8;
