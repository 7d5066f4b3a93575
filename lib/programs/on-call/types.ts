import type { StepUpMeans } from "../../accounts/types";

/** Who is woken by an urgent notice, for those who answer for it. */
export type OnCallSettings = {
  programSlug: string;
  programName: string;
  /** Null when no address is set. */
  address: string | null;
  /** Of what is set now; a change made from an older page is refused. */
  known: string;
  /** People who are mailed besides it, or instead of it. */
  privacyOfficers: number;
  stepUp: StepUpMeans;
};
