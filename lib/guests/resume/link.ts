import type { LinkState } from "../../accounts/types";

/** Minutes that a mailed link to a guest's draft works (form.md §4). */
export const DRAFT_LINK_MINUTES = 30;

export const DRAFT_LINK_SENTENCES: Record<Exclude<LinkState, "usable">, string> = {
  expired: `This link has expired: it worked for ${DRAFT_LINK_MINUTES} minutes. A new one can be mailed to the same address.`,
  used: "This link was used already, and the draft moved to the browser that used it. A new link moves it again.",
  superseded: "A newer link was mailed after this one. Use the newest mail, or ask for another.",
  unknown: "This link leads to no draft: it is not complete, or the draft was sent or deleted since.",
};
