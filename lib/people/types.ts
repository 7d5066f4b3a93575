import type { StepUpMeans } from "../accounts/types";
import type { StaffRole } from "../auth/policy";

/** Somebody with a role in a program, as its administrator sees them. */
export type TeamMember = {
  handle: string;
  name: string;
  email: string;
  roles: { role: StaffRole; since: string }[];
  /** An authenticator is set up; without one nobody of the team gets past the sign-in. */
  hasSecondFactor: boolean;
  isYou: boolean;
  /** Whether the whole account may be blocked: it has no role that another program's administrators gave it. */
  mayBlock: boolean;
};

/** Somebody who had a role here and has none now. */
export type FormerMember = { handle: string; name: string; left: string; blocked: boolean; mayUnblock: boolean };

export type OpenInvitation = { handle: string; email: string; role: StaffRole; sent: string; expires: string };

export type Team = {
  programSlug: string;
  programName: string;
  zone: string;
  members: TeamMember[];
  former: FormerMember[];
  invitations: OpenInvitation[];
  stepUp: StepUpMeans;
};
