import type { Step } from "../../reports/form/answers";
import type { Part } from "../../reports/form/report-form";

/** A guest's draft that moved to whoever asked. */
export type Resumed = {
  publicId: string;
  /** Where to go on; `held` when something waits there that the draft's former browser could not save any more. */
  stop: { step: Step | "check"; part: Part; held: boolean };
  /** For the browser to keep; null when the draft moved into an account. */
  guestToken: string | null;
};
