import { leadOf, type Unit } from "./sections";

/** What a list is a list of, by what introduces it, else by its heading. */
export type ListKind = "exclusion" | "conduct" | "products" | "request" | null;

const OUT =
  /\bout[- ]of[- ]scope\b|\boutside (?:of )?(?:the |our |its |this )?(?:scope|policy|program(?:me)?)\b|\bnot (?:be )?(?:considered )?(?:in|within) (?:the )?scope\b|\bexclu(?:ded|des?|ding|sions?)\b|\bineligible\b|\bnot (?:eligible|covered|accepted|qualify)\b|\bnon-qualifying\b|\b(?:do|does|will) not (?:accept|cover|consider|include|qualify)\b|\bknown issues\b/i;
const BANNED =
  /\b(?:not (?:be )?(?:authori[sz]ed|permitted|allowed)|prohibited|forbidden|never (?:allowed|permitted))\b/i;
const ACTIVITY = /\b(?:tests?|testing|methods?|activit(?:y|ies)|techniques?|attacks?)\b/i;
const IN =
  /\bin[- ]scope\b|\bwithin (?:the )?scope\b|\bscope (?:includes|covers)\b|\b(?:covers?|applies to|applies only to|includes?) (?:the|these|our|following)\b|^scope$|\bproducts (?:covered|in)\b/i;
const REQUEST =
  /\b(?:provide|include|including|contain|send us|tell us|describe|details|information (?:requested|we need)|should have|helps? us)\b/i;
const RULES =
  /\b(?:guidelines?|rules?|conduct|engagement|expectations?|responsibilit(?:y|ies)|ground rules|code of|what we (?:ask|expect)|good faith|obligations|duties of|your (?:part|duties))\b/i;
const ASKS =
  /\b(?:please (?:do not|don['’]t)|please|do not|don['’]t|never|you (?:must|should|shall|agree|will|may not|are asked)|must(?: not)?|refrain|avoid|we (?:ask|require|expect|request)|(?:researchers?|finders?|testers?|reporters?) (?:must|should|shall|agree|will|are)|follow these)\b/i;
const NEGATIVE =
  /\b(?:do not|don['’]t|must not|should not|shall not|may not|never|not to|refrain from|avoid)\b[^:]*:?\s*$/i;

export function isOutOfScope(text: string): boolean {
  return OUT.test(text) || (BANNED.test(text) && ACTIVITY.test(text));
}

export function isRules(text: string): boolean {
  return RULES.test(text);
}

export function isInScope(text: string): boolean {
  return IN.test(text) && !OUT.test(text);
}

export function listKind(unit: Unit, heading: string): ListKind {
  if (unit.items.length === 0) return null;
  const lead = leadOf(unit);
  const ofLead = lead === "" ? null : kindOf(lead);
  if (ofLead) return ofLead;
  if (isOutOfScope(heading)) return "exclusion";
  if (RULES.test(heading)) return "conduct";
  if (isInScope(heading) && (lead === "" || /:$/.test(lead))) return "products";
  if (/\b(?:prohibited|forbidden|not allowed|do not|don['’]ts?|dos and)\b/i.test(heading)) return "conduct";
  const texts = unit.items.map(({ text }) => text);
  const commands = texts.filter((text) =>
    /^(?:please |you must |you may |you should |researchers must )?(?:do not|don['’]t|never|not|avoid|refrain)\b/i.test(
      text,
    ),
  );
  return texts.length >= 2 && commands.length >= texts.length * 0.6 ? "conduct" : null;
}

function kindOf(lead: string): ListKind {
  if (isOutOfScope(lead)) return "exclusion";
  const asks = /\b(?:please|you|your|reports?|submi\w+)\b/i.test(lead);
  if (asks && REQUEST.test(lead) && !NEGATIVE.test(lead) && !/\bscope\b/i.test(lead)) return "request";
  if (isInScope(lead)) return "products";
  if (REQUEST.test(lead) && !NEGATIVE.test(lead)) return "request";
  if (BANNED.test(lead)) return "conduct";
  if (ASKS.test(lead) && !/\b(?:we|our team) will\b/i.test(lead)) return "conduct";
  return null;
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
  if (/\b(?:vulnerabilit(?:y|ies)|issues?|bugs?|findings?|weaknesses|reports?|flaws?)\b/i.test(about))
    return "vulnerability_class";
  if (/\b(?:assets?|systems?|domains?|hosts?|targets?|sites?|services?|products?)\b/i.test(about)) return "asset";
  if (ACTIVITY.test(about) || ACTIVITY.test(item) || /\b(?:engineering|phishing|denial|brute)\b/i.test(item))
    return "activity";
  return "vulnerability_class";
}

/** Sentences that command or forbid something to the finder. */
export function isRuleSentence(sentence: string): boolean {
  return /^(?:please\s+|and\s+)?(?:do not|don['’]t|never|avoid|refrain|you (?:must|may not|should|shall)|(?:researchers?|finders?|testers?|reporters?) (?:must|may not|should|shall)|(?:if|when|as soon as|once) you [^.]*\b(?:stop|cease|contact|tell|delete|notify)\b)/i.test(
    sentence,
  );
}
