import type { RuleSet } from "./schema";

/** To whom a program gives what it receives, as its page shows it. */
export type AssignmentSettings = {
  programSlug: string;
  programName: string;
  mayChange: boolean;
  rev: number;
  otherwise: RuleSet["otherwise"];
  /** In their order; `caution` says why a rule leads nowhere now. */
  rules: { when: string; to: string; caution: string | null }[];
  products: { key: string; name: string }[];
  team: { handle: string; name: string }[];
  /** What would become of the report that was asked about; null where none was. */
  trial: string | null;
};
