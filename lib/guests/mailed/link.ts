import type { LinkState } from "../../accounts/types";
import { OPEN_LINK_DAYS } from "../../mail-in/open-link";

export const MAILED_LINK_SENTENCES: Record<Exclude<LinkState, "usable">, string> = {
  expired: `This link has expired: it worked for ${OPEN_LINK_DAYS} days. The next mail about your report brings a new one; you can also reply to the last.`,
  used: "A link to this report was used already. Open it with the reference and the receipt code that were shown then.",
  superseded: "A newer link was mailed after this one. Use the newest mail.",
  unknown: "This link leads to no report: it is not complete, or the report was taken into an account since.",
};
