import type { Rigidity } from "../sla/vocabulary";
import { amountWords } from "../sla/words-of-time";
import type { ClauseOf, Commitment, Exclusion } from "./schema";

/** The portal's words for the vocabulary of a policy; a policy's own sentences stand in its document. */

/** What a rigidity means for the reader (after Vultron's policy formalisation); its word is lib/sla's. */
const RIGIDITY_MEANINGS: Record<Rigidity, string> = {
  MUST: "a firm promise; late means breached",
  SHOULD: "an intention, not a guarantee; late means missed",
  BEST_EFFORT: "a target, not a guarantee; late means missed",
  TYPICAL: "what is usual, not a promise; late means later than usual",
};

export function rigidityMeaning(rigidity: Rigidity): string {
  return RIGIDITY_MEANINGS[rigidity];
}

/** A promise as a sentence to quote, its time from the commitment itself. */
export function promiseWords(commitment: Pick<Commitment, "wording" | "amount" | "unit">): string {
  return commitment.wording.replaceAll("{time}", amountWords(commitment));
}

const SAFE_HARBOUR_WORDS: Record<ClauseOf<"safe_harbour">["promises"][number], string> = {
  no_legal_action: "No legal action",
  no_law_enforcement_complaint: "No complaint to law enforcement",
  authorised_conduct: "Conduct under the policy is authorised",
  third_party_statement: "A statement if a third party sues",
  rights_reserved_on_breach: "All legal rights reserved if the rules are broken",
};

export function safeHarbourWords(promise: ClauseOf<"safe_harbour">["promises"][number]): string {
  return SAFE_HARBOUR_WORDS[promise];
}

const DISCLOSURE_WORDS: Record<ClauseOf<"disclosure">["rule"], string> = {
  organisation_publishes: "The organisation publishes",
  consent_required: "Only with the organisation’s consent",
  coordinated: "Agreed between finder and organisation",
};

export function disclosureWords(rule: ClauseOf<"disclosure">["rule"]): string {
  return DISCLOSURE_WORDS[rule];
}

const EXCLUSION_KIND_WORDS: Record<Exclusion["kind"], string> = {
  activity: "Activity",
  vulnerability_class: "Kind of vulnerability",
  asset: "Asset",
};

export function exclusionKindWords(kind: Exclusion["kind"]): string {
  return EXCLUSION_KIND_WORDS[kind];
}

/** "every year", "every 2 years". */
export function everyWords(every: ClauseOf<"governance">["reviewEvery"]): string {
  return every.amount === 1 ? `every ${every.unit}` : `every ${every.amount} ${every.unit}s`;
}

const CREDIT_PLACES: Record<ClauseOf<"reward">["creditIn"][number], string> = {
  cve_record: "the CVE record",
  advisory: "the advisory",
};

/** What the form says of a wish for credit: where it can come to anything at all under this policy. */
export function creditUseWords(places: ClauseOf<"reward">["creditIn"] | undefined): string {
  const [only, more] = places ?? [];
  if (only === undefined) return "This policy names nobody anywhere; your wish is kept with the report";
  if (more !== undefined) return "Only used if a CVE or advisory is published";
  return `Only used if ${only === "cve_record" ? "a CVE" : "an advisory"} is published`;
}

export function creditPlaceWords(places: ClauseOf<"reward">["creditIn"]): string {
  if (places.length === 0) return "Nowhere";
  return `In ${places.map((place) => CREDIT_PLACES[place]).join(" and in ")}, if you wish and agree to the text`;
}
