import { type SentenceTimes, type TimeContext, type TimeFound, timesIn } from "./commitments";
import { isBanLead, isInScope, isOutOfScope, isRuleSentence, isRules, type ListKind, listKind } from "./lists";
import { EMAIL, sentencesOf } from "./phrases";
import type { DraftClause } from "./schema";
import { declaredBy, leadOf, type Section, type Unit, unitsOf } from "./sections";
import { cnaIn, disclosureRuleIn, governanceIn, rewardsIn, safeHarbourIn } from "./statements";
import { type ScopeTable, scopeTable } from "./tables";
import type { Block } from "./types";

export type Kind = DraftClause["kind"];

/** One unit of a section with what it is evidence of. */
export type Witness = {
  unit: Unit;
  kind: Kind | null;
  list: ListKind;
  table: ScopeTable | null;
  /** Times by block. */
  times: Map<Block, SentenceTimes[]>;
};

export const ANY_OF_OURS =
  /\b(?:any|all|every|each)\b[^.;:]{0,80}\b(?:systems?|products?|assets?|services?|websites?|applications?|software)\b[^.;:]{0,60}\b(?:belong\w*|owned?|operated|ours?|us|we (?:own|operate|run|make|maintain))\b(?: to us\b| by us\b)?/i;
const PROSE_OUT =
  /\b(?:(?:is|are)\b[^.;]{0,40}\b(?:out[- ]of[- ]scope|not in scope|excluded|outside (?:of )?(?:the |our |this )?(?:scope|policy|program(?:me)?))|falls? (?:out of|outside (?:of )?)(?: ?(?:the |our |this ))?(?:policy['’]s )?scope)\b/i;

export const HEADINGS: readonly (readonly [Kind, RegExp])[] = [
  ["exclusion", /\bout[- ]of[- ]scope\b|\bexclusions?\b|\bnot in scope\b|\bineligible\b/i],
  [
    "safe_harbour",
    /\bsafe[- ]harbou?r\b|\blegal (?:protection|safe|assurance|matters|posture)\b|\bauthori[sz]ation\b/i,
  ],
  [
    "reward",
    /\brewards?\b|\bbount(?:y|ies)\b|\bcompensation\b|\brecognition\b|\bcredits?\b|\bhall of fame\b|\backnowledgements\b/i,
  ],
  ["disclosure", /\b(?:public|coordinated|responsible) disclosure$|^disclosure\b|\bCVE\b|\bpublication\b|\bembargo\b/i],
  [
    "governance",
    /\breview of\b|\bgovernance\b|\bpolicy (?:review|maintenance|owner)\b|\bmaintenance\b|\bapproval\b|\bdocument control\b/i,
  ],
  [
    "contact",
    /\bcontact(?: information| us| details)?\b|\bhow to (?:report|submit|contact|reach)\b|\breport(?:ing)? (?:a|an|your|vulnerabilit)\b|\breporting$|\bsubmi(?:t|ssion)/i,
  ],
  [
    "commitment",
    /\bresponse (?:targets?|times?)\b|\bour (?:commitments?|promises?)\b|\bwhat (?:you can|to) expect\b|\btimelines?\b|\bservice levels?\b|\bSLAs?\b|\binvestigation\b|\bremediation\b/i,
  ],
  ["conduct", /\bguidelines\b|\brules\b|\bconduct\b|\bexpectations\b|\bengagement\b|\bresponsibilities\b/i],
  ["scope", /\bscope\b|\bsystems covered\b|\bproducts\b/i],
];

export function headingKinds(heading: string): Kind[] {
  return HEADINGS.filter(([, pattern]) => pattern.test(heading)).map(([kind]) => kind);
}

/** `above`: the heading that a clause without one stands under. */
export function witnessesOf(section: Section, above: string): Witness[] {
  const heading = section.heading?.text ?? above;
  return unitsOf(section.blocks).map((unit) => {
    const lead = leadOf(unit);
    const table = scopeTable(unit.items, heading, lead);
    const list = table ? null : listKind(unit, heading);
    const times = new Map<Block, SentenceTimes[]>();
    for (const [block, context, text] of spokenOf(unit, { lead, heading })) {
      const found = timesIn(text, context);
      if (found.length > 0) times.set(block, found);
    }
    return { unit, kind: kindOf(unit, heading, list, table, times), list, table, times };
  });
}

/** Each block with the text that times are read from: a table cell speaks with its column and its row. */
function spokenOf(unit: Unit, context: TimeContext): [Block, TimeContext, string][] {
  const header = unit.items[0]?.kind === "row" ? unit.items[0] : null;
  return unit.blocks.map((block) => {
    const own = block === unit.lead ? { ...context, lead: "" } : context;
    if (block.kind !== "row" || !block.cells) return [block, own, block.text];
    const columns = header && header !== block ? (header.cells ?? []).slice(1).join(", ") : "";
    const [label = "", ...values] = block.cells;
    return [block, { lead: `${columns} ${own.lead}`.trim(), heading: own.heading }, `${label}: ${values.join(", ")}`];
  });
}

function kindOf(
  unit: Unit,
  heading: string,
  list: ListKind,
  table: ScopeTable | null,
  times: Map<Block, SentenceTimes[]>,
): Kind | null {
  const text = unit.blocks.map((block) => block.text).join("\n");
  const kinds = headingKinds(heading);
  if (table) return table.exclusions.length > 0 ? "exclusion" : "scope";
  if (list === "exclusion" || list === "conduct") return list;
  if (list === "products") return "scope";
  const sentences = unit.blocks.flatMap((block) => sentencesOf(block.text));
  if (sentences.some((sentence) => proseExclusions(sentence, heading).length > 0 || FOLLOWS.test(sentence)))
    return "exclusion";
  const harbour = safeHarbourIn(declaredBy(unit));
  if (harbour.model !== null || (harbour.promises.length > 0 && kinds.includes("safe_harbour"))) return "safe_harbour";
  if (cnaIn(text)) return "disclosure";
  const found: Kind[] = [];
  const reward = rewardsIn(text);
  if (
    reward.bounty !== null ||
    reward.compensation !== null ||
    (reward.publicRecognition !== null && kinds.includes("reward"))
  )
    found.push("reward");
  const governance = governanceIn(text);
  if (governance.approver !== null || governance.reviewer !== null) found.push("governance");
  const spoken = [...times.values()].flat().flatMap((one) => one.found);
  const counted = (kind: TimeFound["kind"]) => spoken.filter((one) => one.kind === kind).length;
  // A list of promises whose last is a date of publication is a list of promises.
  if (counted("commitment") > counted("disclosure")) found.push("commitment");
  if (counted("disclosure") > 0) found.push("disclosure");
  const commands = sentences.filter(isRuleSentence);
  if (disclosureRuleIn(text) && (kinds.includes("disclosure") || commands.length === 0)) found.push("disclosure");
  if (EMAIL.test(text)) found.push("contact");
  if (counted("commitment") > 0) found.push("commitment");
  if (commands.length > 0 && (isRules(heading) || commands.length >= 2 || commands.length === sentences.length))
    found.push("conduct");
  if (isScopeStatement(text, heading)) found.push("scope");
  // A paragraph that says several things belongs to what its heading names.
  return found.find((kind) => kinds.includes(kind)) ?? found[0] ?? null;
}

function isScopeStatement(text: string, heading: string): boolean {
  return ANY_OF_OURS.test(text) || (/^scope\b|\bin[- ]scope\b/i.test(heading) && isInScope(text));
}

/** "They are out of scope": what, another sentence or a list says. */
const FOLLOWS = new RegExp(`^(?:the following|these|they|this|it)\\b.{0,60}?${PROSE_OUT.source}`, "i");

/** What a sentence says to be out of scope: each thing of an enumeration, or the whole of a longer description. */
export function proseExclusions(sentence: string, heading: string): string[] {
  const [, lead, listed] = /^([^:]{5,100}):\s+(\S.*?)[.;]?$/.exec(sentence) ?? [];
  if (lead && listed && (isOutOfScope(lead) || (isOutOfScope(heading) && isBanLead(lead)))) return partsOf(listed);
  const found = PROSE_OUT.exec(sentence);
  if (!found) return [];
  const subject = sentence
    .slice(0, found.index)
    .replace(/^(?:additionally|also|in addition|furthermore|please note that|note that),?\s+/i, "")
    .replace(/[,\s]+$/, "");
  if (/^(?:the following|these|they|this|it)\b/i.test(subject)) return [];
  // A condition, a question or a relative clause speaks of what may be excluded.
  if (/^(?:if|when|where|should|unless|whether)\b|\b(?:whether|which|who|what|that|you|we)\s*$/i.test(subject))
    return [];
  if (/\b(?:you|we) (?:may|can|will|should|must)\b/i.test(subject)) return [];
  const parts = partsOf(subject);
  const described =
    /,\s*(?:such as|including|like|for example|e\.g\.|unless|except)\b/i.test(subject) ||
    /\bnot\b/i.test(parts[0] ?? "");
  const enumerated = parts.length > 1 && !described;
  return enumerated ? parts : [subject].filter((part) => /\p{L}{3}/u.test(part));
}

function partsOf(text: string): string[] {
  return text
    .split(/\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+/)
    .map((part) => part.trim())
    .filter((part) => /\p{L}{3}/u.test(part));
}
