import { sentencesOf, shorten, squeeze } from "./phrases";
import type { DraftClauseOf } from "./schema";

/** What sentences declare: safe harbour, rewards, disclosure, numbering of CVEs, who governs. */

type Promised = DraftClauseOf<"safe_harbour">["promises"][number];

const NEGATED = /\b(?:no|not|never|neither|nor|won['’]t|don['’]t|doesn['’]t|cannot|can['’]t|without|refrain)\b/i;
const LEGAL =
  /\b(?:legal (?:action|proceedings|claims?)|law ?suits?|litigation|sue|suing|prosecut\w+|civil (?:action|claims?)|criminal (?:action|charges|complaint))\b/i;

export type HarbourFound = { promises: Promised[]; model: "promissory" | "authorising" | null; sentences: string[] };

export function safeHarbourIn(text: string): HarbourFound {
  const promises = new Set<Promised>();
  const sentences: string[] = [];
  for (const sentence of sentencesOf(text)) {
    const before = promises.size;
    const thirdParty =
      /\bthird[- ]part(?:y|ies)\b/i.test(sentence) &&
      LEGAL.test(sentence) &&
      /\b(?:known|make (?:it )?clear|steps|state|confirm|statement|inform)\b/i.test(sentence);
    const reserves =
      /\breserv\w+ (?:all )?(?:of )?(?:our |its |the )?(?:legal )?rights?\b/i.test(sentence) &&
      !/\bcopyright|©/i.test(sentence);
    if (thirdParty) promises.add("third_party_statement");
    if (reserves) promises.add("rights_reserved_on_breach");
    if (!thirdParty && LEGAL.test(sentence) && NEGATED.test(sentence)) promises.add("no_legal_action");
    if (
      /\b(?:law enforcement|police|prosecutors?|public authorit(?:y|ies))\b/i.test(sentence) &&
      NEGATED.test(sentence) &&
      !thirdParty
    ) {
      promises.add("no_law_enforcement_complaint");
    }
    if (isAuthorising(sentence)) promises.add("authorised_conduct");
    if (promises.size > before) sentences.push(sentence);
  }
  const authorised = promises.has("authorised_conduct");
  const promised = promises.has("no_legal_action") || promises.has("no_law_enforcement_complaint");
  return { promises: [...promises], model: authorised ? "authorising" : promised ? "promissory" : null, sentences };
}

function isAuthorising(sentence: string): boolean {
  const about = /\b(?:conduct|research|activit(?:y|ies)|testing|access|actions?)\b/i.test(sentence);
  const allowed =
    /\b(?:considered?|deem(?:ed)?|treat(?:ed)?|regard(?:ed)?|constitutes?|is|are|be|as)\b[^.;]{0,40}\b(?:authori[sz]ed|lawful|permitted)\b/i.exec(
      sentence,
    );
  return about && allowed !== null && !NEGATED.test(allowed[0]) && /\b(?:authori[sz]ed)\b/i.test(allowed[0]);
}

export type RewardFound = {
  bounty: boolean | null;
  compensation: boolean | null;
  publicRecognition: boolean | null;
  sentences: string[];
};

const BOUNTY = /\bbug[- ]bount(?:y|ies)|\bbount(?:y|ies)\b|\brewards?\b/i;
const MONEY =
  /\bcompensat\w+|\bmonetary\b|\bpayments?\b|\bremunerat\w+|\bmoney\b|\bcash\b|\bpay (?:out|for)\b|\bpaid\b/i;
const PRAISE =
  /\brecogni(?:tion|[sz]\w*)|\bhall of fame\b|\bpublic(?:ly)? (?:thank|credit|acknowledg)\w*|\bthanks page\b|\bcredit (?:you|finders?|researchers?)\b|\bname you\b/i;

export function rewardsIn(text: string): RewardFound {
  const found: RewardFound = { bounty: null, compensation: null, publicRecognition: null, sentences: [] };
  for (const sentence of sentencesOf(text)) {
    const says = BOUNTY.test(sentence) || MONEY.test(sentence) || PRAISE.test(sentence);
    if (!says) continue;
    found.sentences.push(sentence);
    // A turn ("but", "however") changes the sign: each part is judged by itself.
    for (const part of sentence.split(/\b(?:but|however|although|instead)\b/i)) {
      const value = !NEGATED.test(part);
      if (BOUNTY.test(part)) found.bounty ??= value;
      if (MONEY.test(part)) found.compensation ??= value;
      if (PRAISE.test(part)) found.publicRecognition ??= value;
    }
  }
  return found;
}

type Rule = NonNullable<DraftClauseOf<"disclosure">["rule"]>;

const DISCLOSE = /\b(?:disclos\w+|publish\w*|publication|go(?:ing)? public|made? public)\b/i;

export function disclosureRuleIn(text: string): { rule: Rule; sentence: string } | null {
  for (const sentence of sentencesOf(text)) {
    if (!DISCLOSE.test(sentence)) continue;
    if (/\b(?:consent|permission|written approval|prior approval|our approval|our agreement)\b/i.test(sentence))
      return { rule: "consent_required", sentence };
    if (/\b(?:coordinat\w+|mutual(?:ly)?|jointly|together|agree(?:d)? (?:on|upon|with)|embargo\w*)\b/i.test(sentence))
      return { rule: "coordinated", sentence };
    if (
      /\b(?:give|allow|grant)(?:ing)? us\b|\bwait\b|\bafter\b|\buntil\b|\bbefore\b/i.test(sentence) &&
      /\bday|week|month|fix|resolv|releas|patch/i.test(sentence)
    ) {
      return { rule: "coordinated", sentence };
    }
    if (
      /\b(?:disclosure|publication|advisor(?:y|ies))\b[^.]*\b(?:will|shall|is|are) (?:only )?(?:be )?(?:done|made|published|issued|handled|carried out) by\b|\bwe (?:will )?(?:publish|disclose|issue)\b/i.test(
        sentence,
      )
    ) {
      return { rule: "organisation_publishes", sentence };
    }
    if (
      /\b(?:do not|don['’]t|not|never|refrain from|avoid)\b[^.]{0,60}\b(?:disclos|publish|public)/i.test(sentence) &&
      !/\bpersonal|data\b/i.test(sentence)
    ) {
      return { rule: "consent_required", sentence };
    }
  }
  return null;
}

export function cnaIn(text: string): { scope: string | null; sentence: string } | null {
  for (const sentence of sentencesOf(text)) {
    const says =
      /\b(?:CVE Numbering Authority|CNA)\b/.test(sentence) &&
      /\b(?:as (?:a|an|the)|is (?:a|an|the)|are (?:a|an|the)|authori[sz]ed)\b/i.test(sentence);
    if (!says || /\bnot (?:a|an)\b/i.test(sentence)) continue;
    const scope =
      /\b(?:related to|relating to|affecting|for|in|covering|covers)\s+((?:all|our|its|any|the products|products)\b[^.;]{2,200})/i.exec(
        sentence,
      )?.[1];
    return { scope: scope ? shorten(squeeze(scope), 300) : null, sentence };
  }
  return null;
}

const OFFICE =
  "(?:Officer|Manager|Director|Committee|Team|Board|Counsel|Head|Lead|President|Owner|Administrator|Office|CISO|CEO|CTO|CIO|CPO|DPO|Group|Department)";
const ROLE = `((?:[Hh]ead of |[Dd]irector of )?(?:[A-Z][\\p{L}&-]*|\\[[^\\]]+\\])(?:\\s+(?:(?:and|of|for|&)\\s+)?(?:the\\s+)?(?:[A-Z][\\p{L}&-]*))*)`;

export type GovernanceFound = { reviewer: string | null; approver: string | null; sentences: string[] };

export function governanceIn(text: string): GovernanceFound {
  const found: GovernanceFound = { reviewer: null, approver: null, sentences: [] };
  for (const sentence of sentencesOf(text)) {
    const reviewer =
      roleAfter(sentence, /\b(?:review(?:ed|s)?|signed off|sign[- ]off)\b[^.;]*?\b(?:by|from|of) (?:the |our )?/giu) ??
      roleBefore(sentence, /(?:must |shall |will )?reviews?\b/u);
    const approver =
      roleAfter(
        sentence,
        /\b(?:approv(?:ed|al)|authori[sz]ation|sign[- ]?off)\b[^.;]*?\b(?:by|from|of) (?:the |our )?/giu,
      ) ?? roleBefore(sentence, /(?:must |shall |will )?approves?\b/u);
    if (reviewer || approver) found.sentences.push(sentence);
    found.reviewer ??= reviewer;
    found.approver ??= approver;
  }
  return found;
}

function roleAfter(sentence: string, lead: RegExp): string | null {
  for (const match of sentence.matchAll(lead)) {
    const role = new RegExp(`^${ROLE}`, "u").exec(sentence.slice(match.index + match[0].length))?.[1];
    if (role && isOffice(role)) return role;
  }
  return null;
}

function roleBefore(sentence: string, verb: RegExp): string | null {
  const role = new RegExp(`(?:^|[Tt]he |[Oo]ur )${ROLE}\\s+${verb.source}`, "u")
    .exec(sentence)?.[1]
    ?.replace(/^(?:The|Our) /, "");
  return role && isOffice(role) ? role : null;
}

function isOffice(role: string): boolean {
  return new RegExp(`\\b${OFFICE}\\b`).test(role) || /^\[/.test(role);
}
