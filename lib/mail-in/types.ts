import type { SignatureStanding } from "../pgp/signature";
import type { MailReason, MailState } from "./vocabulary";

/** A mail as the desk's list shows it. */
export type MailRow = {
  publicId: string;
  /** What it says of its author; nobody has proven it unless `verified`. */
  from: string;
  subject: string;
  state: MailState;
  reason: MailReason | null;
  receivedAt: string;
};

export type MailPage = { programName: string; zone: string; rows: MailRow[]; next: string | null };

export type StaffMail = MailRow & {
  programName: string;
  zone: string;
  version: number;
  verified: boolean;
  size: number;
  text: string;
  /** An OpenPGP message as it came. */
  encrypted: string | null;
  files: { name: string; size: number }[];
  /** The reference that its subject names, where there is such a report. */
  names: string | null;
  /** What its OpenPGP signature is worth; null without one. */
  signature: SignatureStanding | null;
  /** Why it was discarded. */
  note: string | null;
};

/** A signed mail that became a report or a message of it, or was put with it. */
export type SignedMail = { receivedAt: string; as: "report" | "message" | "note"; signature: SignatureStanding };
