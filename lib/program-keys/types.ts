import type { StepUpMeans } from "../accounts/types";
import type { KeyStanding } from "./standing";

/** A key of a program as anybody may see it. Instants are ISO 8601 UTC. */
export type ProgramKey = {
  fingerprint: string;
  armored: string;
  algorithm: string;
  userIds: string[];
  keyIds: string[];
  createdAt: string;
  expiresAt: string | null;
  standing: KeyStanding;
  /** Null for a key without an end. */
  daysLeft: number | null;
};

export type ProgramKeys = {
  /** The key in use, whatever its standing; null where there is none. */
  current: ProgramKey | null;
  /** Retired and revoked ones, newest first. */
  former: ProgramKey[];
};

/** What those who keep a program's keys see. */
export type KeySettings = {
  programSlug: string;
  programName: string;
  zone: string;
  keys: ProgramKeys;
  mayChange: boolean;
  /** Fingerprints of the keys whose private half the portal holds. */
  readsMailOf: string[];
  /** Encrypted mails to reporters carry what the team wrote. */
  fullTextMail: boolean;
  /** How the reader gives the second factor again, which each change needs. */
  stepUp: StepUpMeans;
  /** The security.txt to sign; null where the program has none. */
  toSign: string | null;
  /** `served`: signed and current. `stale`: signed, but the file says something else now, or its time is over. */
  signature: "none" | "served" | "stale";
};
