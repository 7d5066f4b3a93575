export type Profile = { displayName: string; group: string; title: string };

export type AccountProfile = Profile & { email: string; isStaff: boolean };

/** What the contact step of a report is filled with. */
export type ContactPrefill = {
  /** The armoured OpenPGP key on file; empty for none. */
  pgpKey: string;
  name: string;
  email: string;
  group: string;
  title: string;
};

export type SessionRow = {
  /** Names the row in a form; says nothing about the token. */
  handle: string;
  device: string;
  startedAt: string;
  lastSeenAt: string;
  isThisOne: boolean;
};

export type SecondFactor = { state: "none" | "started" | "confirmed"; recoveryCodesLeft: number };

/** Shown once, while a second factor is being set up. `modules` are the rows of the QR code. */
export type TotpEnrolment = { secret: string; address: string; modules: readonly string[] };

/** Why a mailed link does not work any more. */
export type LinkState = "usable" | "expired" | "used" | "superseded" | "unknown";

export type Invitation = { state: LinkState; programName: string; role: string; email: string; hasAccount: boolean };

export type DemonstrationAccount = { email: string; displayName: string; roles: string[]; program: string | null };

/** How staff give their second factor again: by a code, by the demonstration's word, or it was given just now. */
export type StepUpMeans = "code" | "demonstration" | "given";
