import { amountWords } from "../../sla/words-of-time";
import { contactOf, disclosureOf, governanceOf, rewardOf } from "../document";
import type { ClauseOf, PolicyDocument } from "../schema";
import { creditPlaceWords, disclosureWords, everyWords } from "../wording";
import { grows, missingFrom, neutral, quoted, shrinks, type TypedChange } from "./change";
import { sameWords } from "./words";

/** What became of disclosure, reward, contact and governance. */
export function termChanges(before: PolicyDocument, after: PolicyDocument): TypedChange[] {
  return [
    ...disclosureChanges(disclosureOf(before), disclosureOf(after)),
    ...rewardChanges(rewardOf(before), rewardOf(after)),
    ...contactChanges(contactOf(before), contactOf(after)),
    ...governanceChanges(governanceOf(before), governanceOf(after)),
  ];
}

type Clauses<K extends "disclosure" | "reward" | "contact" | "governance"> = [
  old: ClauseOf<K> | undefined,
  now: ClauseOf<K> | undefined,
];

function disclosureChanges(...[old, now]: Clauses<"disclosure">): TypedChange[] {
  const at = (now ?? old)?.key;
  if (at === undefined) return [];
  const changes: TypedChange[] = [];
  const rule = (clause: typeof old) => (clause ? disclosureWords(clause.rule) : "no rule");
  if (old?.rule !== now?.rule) {
    const sentence = `Public disclosure: ${rule(old)} → ${rule(now)}`;
    // Agreed disclosure is the only rule that surely leaves a finder no worse off than another rule did.
    const free = now === undefined || (old !== undefined && now.rule === "coordinated");
    changes.push(free ? grows(at, sentence) : shrinks("disclosure_restricted", at, sentence));
  }
  const [had, has] = [old?.limitDays ?? null, now?.limitDays ?? null];
  if (had !== has) {
    const words = (days: number | null) => (days === null ? "none stated" : amountWords({ amount: days, unit: "day" }));
    const sentence = `Time limit of disclosure: ${words(had)} → ${words(has)}`;
    const later = had !== null && (has === null || has > had);
    changes.push(later ? shrinks("disclosure_restricted", at, sentence) : grows(at, sentence));
  }
  const [oldCna, cna] = [old?.cna ?? null, now?.cna ?? null];
  if (oldCna && !cna) {
    changes.push(shrinks("promise_removed", at, `No longer a CVE Numbering Authority for: ${oldCna.scope}`));
  }
  if (!oldCna && cna) changes.push(grows(at, `CVE Numbering Authority for: ${cna.scope}`));
  if (oldCna && cna && !sameWords(oldCna.scope, cna.scope)) {
    changes.push(shrinks("promise_weakened", at, `CVE Numbering Authority for: “${oldCna.scope}” → “${cna.scope}”`));
  }
  if (cna?.contactFirst && !oldCna?.contactFirst) {
    changes.push(shrinks("disclosure_restricted", at, "Before a CVE report: contact the organisation first"));
  }
  if (oldCna?.contactFirst && cna && !cna.contactFirst) {
    changes.push(grows(at, "Before a CVE report: no need to contact the organisation first any more"));
  }
  return changes;
}

const REWARDS = [
  ["bounty", "Bounty"],
  ["compensation", "Compensation"],
  ["publicRecognition", "Public recognition"],
] as const;

function rewardChanges(...[old, now]: Clauses<"reward">): TypedChange[] {
  const at = (now ?? old)?.key;
  if (at === undefined) return [];
  const yes = (given: boolean) => (given ? "yes" : "none");
  const changes = REWARDS.flatMap(([member, label]): TypedChange[] => {
    const [had, has] = [old?.[member] ?? false, now?.[member] ?? false];
    if (had === has) return [];
    const sentence = `${label}: ${yes(had)} → ${yes(has)}`;
    return [had ? shrinks("reward_removed", at, sentence) : grows(at, sentence)];
  });
  const [had, has] = [old?.creditIn ?? [], now?.creditIn ?? []];
  const lost = missingFrom(has, had);
  const gained = missingFrom(had, has);
  if (lost.length > 0) changes.push(shrinks("credit_removed", at, `No credit any more: ${creditPlaceWords(lost)}`));
  if (gained.length > 0) changes.push(grows(at, `Credit is now possible: ${creditPlaceWords(gained)}`));
  return changes;
}

function contactChanges(...[old, now]: Clauses<"contact">): TypedChange[] {
  const at = (now ?? old)?.key;
  if (at === undefined) return [];
  const changes: TypedChange[] = [];
  const [had, has] = [old?.email ?? null, now?.email ?? null];
  if (had !== has) {
    const sentence = `E-mail: ${had ?? "none published"} → ${has ?? "none published"}`;
    if (has === null) changes.push(shrinks("contact_removed", at, sentence));
    else changes.push(had === null ? grows(at, sentence) : neutral(at, sentence));
  }
  if (old && !now && had === null) changes.push(shrinks("contact_removed", at, "The contact clause was removed"));
  const [oldOne, one] = [old?.intake.onePerReport ?? false, now?.intake.onePerReport ?? false];
  if (oldOne !== one)
    changes.push(neutral(at, `One vulnerability per report: ${one ? "now asked" : "no longer asked"}`));
  const [oldAsked, asked] = [old?.intake.considerations ?? [], now?.intake.considerations ?? []];
  const gained = missingFrom(oldAsked, asked);
  const lost = missingFrom(asked, oldAsked);
  if (gained.length > 0) changes.push(neutral(at, `Now asks to consider ${quoted(gained)}`));
  if (lost.length > 0) changes.push(neutral(at, `No longer asks to consider ${quoted(lost)}`));
  return changes;
}

function governanceChanges(...[old, now]: Clauses<"governance">): TypedChange[] {
  const at = (now ?? old)?.key;
  if (at === undefined) return [];
  if (!now)
    return [
      shrinks("review_lengthened", at, `Reviewed ${old ? everyWords(old.reviewEvery) : ""} → no cycle of review`),
    ];
  if (!old) return [grows(at, `No cycle of review → reviewed ${everyWords(now.reviewEvery)}`)];
  const changes: TypedChange[] = [];
  if (old.reviewEvery.amount !== now.reviewEvery.amount) {
    const sentence = `Reviewed ${everyWords(old.reviewEvery)} → ${everyWords(now.reviewEvery)}`;
    const longer = now.reviewEvery.amount > old.reviewEvery.amount;
    changes.push(longer ? shrinks("review_lengthened", at, sentence) : grows(at, sentence));
  }
  if (old.reviewer !== now.reviewer) changes.push(neutral(at, `Reviewed by: ${old.reviewer} → ${now.reviewer}`));
  if (old.approver !== now.approver) {
    const sentence = `Major revisions approved by: ${old.approver ?? "nobody named"} → ${now.approver ?? "nobody named"}`;
    if (now.approver === null) changes.push(shrinks("governance_weakened", at, sentence));
    else changes.push(old.approver === null ? grows(at, sentence) : neutral(at, sentence));
  }
  return changes;
}
