import type { Choices } from "../../notifications/choices";
import type { ReportExport } from "../../reports/export/types";
import type { SummarySection } from "../../reports/form/summary";
import type { Profile } from "../types";

/** What the portal knows of the account itself. */
export type AccountData = {
  email: string;
  profile: Profile;
  /** The wish that new reports begin with; null until set. */
  credit: unknown;
  /** The armoured public key that mails are encrypted to; null for none. */
  pgpKey: string | null;
  notifications: Choices;
  createdAt: string;
};

/** A report in the index of a copy. */
export type ReportEntry = { reference: string; program: string; title: string; status: string; receivedAt: string };

export type OwnReport = { exported: ReportExport; sections: SummarySection[]; ownReference: string };
