import { EMAIL, words } from "./phrases";
import { leadOf, type Unit } from "./sections";

/** What a list is a list of, by what introduces it, else by its heading. */
export type ListKind = "exclusion" | "conduct" | "products" | "request" | "promise" | null;

const OUT =
  /\bout[- ]of[- ]scope\b|\boutside (?:of )?(?:the |our |its |this )?(?:scope|policy|program(?:me)?)\b|\bnot (?:be )?(?:considered )?(?:in|within) (?:the )?scope\b|\bexclu(?:ded|des?|ding|sions?)\b|\bineligible\b|\bnot (?:eligible|covered|accepted|qualify)\b|\bnon-qualifying\b|\b(?:do|does|will) not (?:accept|cover|consider|include|qualify)\b|\bknown issues\b/i;
const BANNED =
  /\b(?:not (?:be )?(?:authori[sz]ed|permitted|allowed)|prohibited|forbidden|never (?:allowed|permitted))\b/i;
const ACTIVITY = /\b(?:tests?|testing|methods?|activit(?:y|ies)|techniques?|attacks?)\b/i;
const IN =
  /\bin[- ]scope\b|\bapplies (?:only )?to\s*:$|\bwithin (?:the )?scope\b|\bscope (?:includes|covers)\b|\b(?:covers?|applies to|applies only to|includes?) (?:the|these|our|following)\b|^scope$|\b(?:products|systems|services|assets|devices|what is) (?:covered|in)\b|\bcovered (?:products|systems|services|assets|devices)\b/i;
const REQUEST =
  /\b(?:provide|include|including|contain|send us|tell us|describe|details|information (?:requested|we need)|should have|helps? us|following (?:information|details))\b/i;
const RULES =
  /\b(?:guidelines?|rules?|conduct|engagement|expectations?|responsibilit(?:y|ies)|ground rules|code of|what we (?:ask|expect)|good faith|obligations|duties of|your (?:part|duties)|you (?:must|should|may) (?:not|never))\b/i;
const ASKS =
  /\b(?:please (?:do not|don['’]t)|please|do not|don['’]t|never|you (?:must|should|shall|agree|will|may not|are asked)|must(?: not)?|refrain|avoid|we (?:ask|require|expect|request)|(?:researchers?|finders?|testers?|reporters?) (?:must|should|shall|agree|will|are)|follow these)\b/i;
/** "Please do not:", "You must not, in any case:"; not "To avoid doubt we ask you to:", which goes on to ask. */
const NEGATIVE =
  /\b(?:do not|don['’]t|must not|should not|shall not|may not|never|not to|refrain from|avoid)\b(?![^:]*\b(?:we|you|us|please|to)\b)[^:]*:?\s*$/i;
/** What the list promises, or says of those who wrote it. */
const OURS =
  /\bexpect (?:from )?(?:us|our)\b|\b(?:we|our team) (?:promise|commit|pledge|undertake|will|shall|aim|strive|offer)\b|\bour (?:commitments?|promises?|pledge)\b/i;

export function isOutOfScope(text: string): boolean {
  return OUT.test(text) || (BANNED.test(text) && ACTIVITY.test(text));
}

export function isRules(text: string): boolean {
  return RULES.test(text);
}

export function isInScope(text: string): boolean {
  return IN.test(text) && !OUT.test(text);
}

/** "If you meet any of these within the scope of this policy, stop:" lists no scope. */
const CONDITION = /^(?:if|when|once|should|whenever|as soon as)\b/i;

export function listKind(unit: Unit, heading: string): ListKind {
  const kind = kindOfList(unit, heading);
  // "Please contact us: mail …, telephone …" lists ways to reach somebody.
  const ways = unit.items.filter(({ text }) => EMAIL.test(text) && words(text).length <= 4);
  return kind === "conduct" && ways.length > 0 ? null : kind;
}

function kindOfList(unit: Unit, heading: string): ListKind {
  if (unit.items.length === 0) return null;
  const lead = leadOf(unit);
  const ofLead = lead === "" ? null : kindOf(lead);
  if (ofLead || CONDITION.test(lead) || WHEN.test(lead)) return ofLead;
  if (lead === "" && isOurs(heading)) return "promise";
  if (isOutOfScope(heading)) return "exclusion";
  if (RULES.test(heading)) return "conduct";
  if (isInScope(heading) && (lead === "" || (/:$/.test(lead) && !/^note\b/i.test(lead)))) return "products";
  if (/\b(?:prohibited|forbidden|not allowed|do not|don['’]ts?|dos and)\b/i.test(heading)) return "conduct";
  if (lead === "" && ASKS.test(heading)) return "conduct";
  const texts = unit.items.map(({ text }) => text);
  const commands = texts.filter((text) =>
    /^(?:please |you must |you may |you should |researchers must )?(?:do not|don['’]t|never|not|avoid|refrain)\b/i.test(
      text,
    ),
  );
  return texts.length >= 2 && commands.length >= texts.length * 0.6 ? "conduct" : null;
}

/** "until one of these is true:", "on condition that:": the list says when, not what. */
const WHEN = /\b(?:until|unless|if|when|provided(?: that)?|conditions?|criteria)\b[^:]*:$/i;

function kindOf(lead: string): ListKind {
  if (WHEN.test(lead) && !CONDITION.test(lead) && !isOurs(lead)) return null;
  const condition = CONDITION.test(lead);
  if (!condition && isOutOfScope(lead)) return "exclusion";
  const asks = /\b(?:please|you|your|reports?|submi\w+)\b/i.test(lead);
  if (asks && REQUEST.test(lead) && !NEGATIVE.test(lead) && !/\bscope\b/i.test(lead)) return "request";
  if (!condition && isInScope(lead)) return "products";
  if (isOurs(lead)) return "promise";
  if (REQUEST.test(lead) && !NEGATIVE.test(lead)) return "request";
  if (BANNED.test(lead)) return "conduct";
  if (ASKS.test(lead)) return "conduct";
  return null;
}

function isOurs(text: string): boolean {
  return OURS.test(text) && !/\b(?:we|us|our team) (?:ask|expect (?:you|that you|research))\b/i.test(text);
}

/** "Please do not:" before "Break any law": the rule alone would say the opposite. */
export function isNegativeLead(lead: string): boolean {
  return NEGATIVE.test(lead);
}

export function isBanLead(lead: string): boolean {
  return BANNED.test(lead);
}

/** Kinds of exclusions: by what the list says it holds, else by the words of the item. */
export function exclusionKind(item: string, about: string): "activity" | "vulnerability_class" | "asset" {
  if (/\b(?:https?:\/\/)?(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b/i.test(item)) return "asset";
  if (
    /^(?:any|all|other|every)\b[^,]{0,20}\b(?:assets?|systems?|domains?|hosts?|sites?|services?|products?)\b/i.test(
      item,
    )
  )
    return "asset";
  if (/\b(?:vulnerabilit(?:y|ies)|issues?|bugs?|findings?|weaknesses|reports?|flaws?)\b/i.test(about))
    return "vulnerability_class";
  if (/\b(?:assets?|systems?|domains?|hosts?|targets?|sites?|services?|products?)\b/i.test(about)) return "asset";
  if (ACTIVITY.test(about) || ACTIVITY.test(item) || /\b(?:engineering|phishing|denial|brute)\b/i.test(item))
    return "activity";
  return "vulnerability_class";
}

/** Sentences that command or forbid something to the finder. */
export function isRuleSentence(sentence: string): boolean {
  if (sentence.endsWith(":") || /\bquestions?\b/i.test(sentence)) return false;
  return /^(?:please\s+|and\s+)?(?:do not|don['’]t|never\b|avoid\b|refrain\b|you (?:must|may not|should|shall)|(?:researchers?|finders?|testers?|reporters?) (?:must|may not|should|shall)|(?:if|when|as soon as|once) you [^.]*,\s*(?:please\s+|(?:you )?(?:must|should)\s+|immediately\s+)*(?:stop|cease|contact|tell|delete|notify)\b)/i.test(
    sentence,
  );
}
