import type { ComplianceStatement } from "../receipts/schema";
import type { ComplianceWords } from "./wording";

export type IssuedStatement = {
  /** The exact bytes that were signed. */
  json: string;
  statement: ComplianceStatement;
  programName: string;
  zone: string;
};

/** What a coordinator may state, and what was. `draft` null: the policy promises nothing that could be cited. */
export type StatementRoom = {
  mayIssue: boolean;
  draft: ComplianceWords | null;
  issued: IssuedStatement | null;
};
