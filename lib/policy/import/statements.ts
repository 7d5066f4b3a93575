import { sentencesOf, shorten, squeeze } from "./phrases";
import type { DraftClauseOf } from "./schema";

/** What sentences declare: safe harbour, rewards, disclosure, numbering of CVEs, who governs. */

type Promised = DraftClauseOf<"safe_harbour">["promises"][number];

const NEGATED =
  /\b(?:no|not|never|neither|nor|nobody|none|nothing|won['’]t|don['’]t|doesn['’]t|cannot|can['’]t|without|refrain)\b/i;
const LEGAL =
  /\b(?:legal|civil|criminal|administrative|judicial)\b[^.;]{0,40}?\b(?:actions?|proceedings|claims?|charges|complaints?|steps|measures|consequences|liability|prosecution)\b|\b(?:bring|pursue|file|make|initiate|raise)\b[^.;]{0,20}\bclaims?\b|\bpress charges\b|\blaw ?suits?\b|\blitigation\b|\b(?:sue|suing)\b|\bprosecut\w+/gi;
const POLICE = /\b(?:law enforcement|police|prosecutors?|public authorit(?:y|ies))\b/gi;
/** Restrictions of other terms that do not hold for research. */
const WAIVES = /\bwaiv\w+\b[^.;]*\b(?:restrictions?|terms|provisions|claims?)\b|\bexempt\w* from\b/i;

export type HarbourFound = { promises: Promised[]; model: "promissory" | "authorising" | null; sentences: string[] };

export function safeHarbourIn(text: string): HarbourFound {
  const promises = new Set<Promised>();
  const sentences: string[] = [];
  for (const sentence of sentencesOf(text)) {
    const before = promises.size;
    const legal = new RegExp(LEGAL).test(sentence);
    const thirdParty =
      /\bthird[- ]part(?:y|ies)\b/i.test(sentence) &&
      legal &&
      /\b(?:known|make (?:it )?clear|steps|state|confirm|statement|inform)\b/i.test(sentence);
    const reserves =
      /\breserv\w+ (?:all )?(?:of )?(?:our |its |the )?(?:legal )?rights?\b/i.test(sentence) &&
      !/\bcopyright|©/i.test(sentence);
    if (thirdParty) promises.add("third_party_statement");
    if (reserves) promises.add("rights_reserved_on_breach");
    if (!thirdParty && renounces(sentence, LEGAL)) promises.add("no_legal_action");
    if (!thirdParty && renounces(sentence, POLICE)) promises.add("no_law_enforcement_complaint");
    if (isAuthorising(sentence)) promises.add("authorised_conduct");
    if (promises.size > before || WAIVES.test(sentence)) sentences.push(sentence);
  }
  const authorised = promises.has("authorised_conduct");
  const promised = promises.has("no_legal_action") || promises.has("no_law_enforcement_complaint");
  return { promises: [...promises], model: authorised ? "authorising" : promised ? "promissory" : null, sentences };
}

/** "will not sue", "no legal action will be taken"; not "if you do not comply, we may sue". */
function renounces(sentence: string, what: RegExp): boolean {
  for (const found of sentence.matchAll(what)) {
    const before = sentence.slice(0, found.index);
    const behind = sentence.slice(found.index + found[0].length);
    if (/^[^.;,]{0,30}\b(?:will|shall|is|are|be)\s+(?:not|never)\b/i.test(behind)) return true;
    const last = Array.from(before.matchAll(new RegExp(NEGATED, "gi"))).at(-1);
    if (!last) continue;
    const between = before.slice(last.index + last[0].length);
    const turned =
      /[;]|\b(?:may|might|can|could|reserves?|right to)\b|,\s*(?:(?:and|but|or|then)\s+)?(?:we|they|it|you|the \w+|\p{Lu}\w+)\s+(?:will|shall|would)\b/u.test(
        between,
      );
    const unprotected =
      /^\s*(?:\w+\s+){0,3}(?:protect|shield|exempt|bind|cover|prevent|exclude|affect|apply|limit|constitute)/i.test(
        between,
      );
    if (!turned && !unprotected) return true;
  }
  return false;
}

function isAuthorising(sentence: string): boolean {
  const about = /\b(?:conduct|research|activit(?:y|ies)|testing|access|actions?)\b/i.test(sentence);
  const allowed =
    /(?<!\bwhether\b.{0,200})(?:\b(?:consider|deem|treat|regard|constitut)\w*\b[^.;]{0,80}|\b(?:is|are|be|being|as)\s+(?:\w+\s+){0,2})\bauthori[sz]ed\b(?!\s+(?:to|by the)\b)/i.exec(
      sentence,
    );
  return about && allowed !== null && !NEGATED.test(allowed[0]);
}

export type RewardFound = {
  bounty: boolean | null;
  compensation: boolean | null;
  publicRecognition: boolean | null;
  sentences: string[];
};

const BOUNTY = /\bbug[- ]bount(?:y|ies)|\bbount(?:y|ies)\b|\brewards?\b/i;
const MONEY =
  /\bcompensat\w+|\bmonetary\b|\bremunerat\w+|\b(?:pay\w*|offers?|receiv\w*|expect\w*|promises?|gives?|guarantee|no)\b[^.;]{0,40}\b(?:payments?|money|cash)\b|\bpay (?:out|for)\b|\b(?:is|are|be|get|not|never) paid\b/i;
/** What a finder may not ask for says nothing of what is given. */
const DEMANDED = /\b(?:demand|extort|ask for|asking for|threaten)\w*/i;
const PRAISE =
  /\bpublic recognition\b|\brecogni[sz]\w* (?:you\b|your|their|the (?:finder|researcher|reporter))|\bhall[- ]of[- ]fame\b|\bpublic(?:ly)? (?:thank|credit|acknowledg)\w*|\bthanks page\b|\bcredit (?:you|finders?|researchers?)\b|\bname you\b|\b(?:give|mention|publish|list|include) (?:your|their|the (?:finder|researcher|reporter)['’]s) names?\b|\backnowledged in\b/i;
/** What somebody may do some day is no answer yet. */
const UNDECIDED =
  /\b(?:designing|planning|plan to|considering|in (?:the )?future|if (?:you|we) (?:operate|run|offer)|discretionary|at (?:our|its) (?:sole )?discretion|case[- ]by[- ]case)\b/i;

export function rewardsIn(text: string): RewardFound {
  const found: RewardFound = { bounty: null, compensation: null, publicRecognition: null, sentences: [] };
  for (const sentence of sentencesOf(text)) {
    const says = BOUNTY.test(sentence) || MONEY.test(sentence) || PRAISE.test(sentence);
    if (!says || sentence.endsWith("?") || UNDECIDED.test(sentence) || DEMANDED.test(sentence)) continue;
    found.sentences.push(sentence);
    // A turn ("but", "however") changes the sign: each part is judged by itself.
    for (const part of sentence.split(/\b(?:but|however|although|instead|unless|if)\b/i)) {
      const value = !NEGATED.test(part);
      if (BOUNTY.test(part)) found.bounty ??= value;
      if (MONEY.test(part)) found.compensation ??= value;
      if (PRAISE.test(part)) found.publicRecognition ??= value;
    }
  }
  const undecided = sentencesOf(text).some((sentence) => UNDECIDED.test(sentence) && BOUNTY.test(sentence));
  if (undecided && found.bounty === true) found.bounty = null;
  return found;
}

export function rewardWords({ bounty, compensation, publicRecognition }: Omit<RewardFound, "sentences">): string {
  return Object.entries({ bounty, compensation, publicRecognition })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${value ? "yes" : "no"}`)
    .join(", ");
}

type Rule = NonNullable<DraftClauseOf<"disclosure">["rule"]>;

const DISCLOSE =
  /\b(?:disclos\w+|publish\w*|publici[sz]\w*|publication|reveal\w*|go(?:ing)? public|made? public|shar(?:e|ing) [^.;]{0,60}\bwith (?:others|anyone|anybody|third)|discuss [^.;]{0,60}\bwith (?:others|anyone|anybody|third))\b/i;
/** What is published: something of the finding, not a credit, a key or a release. */
const OF_FINDING =
  /\b(?:vulnerabilit(?:y|ies)|issues?|problems?|findings?|bugs?|flaws?|weakness(?:es)?|reports?|details?|information|disclosure|advisor(?:y|ies)|it|them|anything)\b|\b(?:publish\w*|disclos\w+|public) (?:before|until|without|unless)\b/i;

export function disclosureRuleIn(text: string): { rule: Rule; sentence: string } | null {
  for (const sentence of sentencesOf(text)) {
    if (!DISCLOSE.test(sentence) || !OF_FINDING.test(sentence)) continue;
    if (/\bkeys?\b|\bin order to disclose\b|\bcredits?\b[^.]*\bpublish/i.test(sentence)) continue;
    if (/\b(?:consent|permission|written approval|prior approval|our approval|our agreement)\b/i.test(sentence))
      return { rule: "consent_required", sentence };
    if (/\b(?:coordinat\w+|mutual(?:ly)?|jointly|together|agree(?:d)? (?:on|upon|with)|embargo\w*)\b/i.test(sentence))
      return { rule: "coordinated", sentence };
    if (/\buntil\b/i.test(sentence)) return { rule: "coordinated", sentence };
    if (
      /\b(?:give|allow|grant|provide)(?:ing)? us\b|\bwait\b|\bafter\b|\bbefore\b/i.test(sentence) &&
      /\b(?:day|week|month|fix|resolv|releas|patch|address|remed|mitigat|repair|correct|clos|solv)/i.test(sentence)
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
      /\b(?:do not|don['’]t|not|never|refrain from|avoid)\s+(?:to\s+)?(?:\w+\s+){0,2}(?:disclos|publish|publici|reveal|go public|mak\w+ public)/i.test(
        sentence,
      ) &&
      !/\bwe (?:will|do|shall|may) not\b|\b(?:personal|data|privacy|private|sensitive)\b/i.test(sentence)
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
