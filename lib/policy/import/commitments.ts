import type { CommitmentClock, Rigidity, Unit } from "@/lib/sla/vocabulary";
import { type Duration, durationsOf } from "./durations";
import { sentencesOf } from "./phrases";
import type { DraftCommitment } from "./schema";
import type { Confidence } from "./types";

/** Promises of a time, recognised in words: which clock, how long, how firmly. */

type Cue = CommitmentClock | "disclosure" | "update" | "review" | "payment";

const CUES: readonly (readonly [Cue, RegExp])[] = [
  [
    "acknowledge",
    /\backnowledg\w*|\bconfirm\w*(?: of)?(?: the| your)? receipt|\bconfirm(?:ing)? that we (?:have )?received|\breceipt of\b/gi,
  ],
  [
    "first_response",
    /\b(?:first|initial) (?:response|reply|answer|contact)|\brespond\w*|(?<!-)\bresponses?\b|\brepl(?:y|ies)\b|\bget back to you|\banswer\w*|\bhear (?:back )?from us/gi,
  ],
  [
    "verify",
    /\bverif\w+|\bvalidat\w+|\btriag\w+|\breproduc\w+|\binvestigat\w+|\bassess\w*|\bevaluat\w+|\bconfirm (?:the|your|whether|a|any|each|that the)\b/gi,
  ],
  [
    "fix",
    /\bfix(?:e[sd]|ing)?\b|\bpatch\w*|\bremed(?:y|iat\w+)|\bresolv\w+|\bresolution|\bmitigat\w+|\bcorrected\b|\bcorrection|\brepair\w*|\brectif\w+/gi,
  ],
  [
    "disclosure",
    /\bdisclos\w+|\bpublish\w*|\bpublication|\bembargo\w*|\bgo(?:ing)? public|\bmade? public|\b(?:keep\w*|kept|remain\w*) [^.;]{0,60}?\b(?:confidential|private|secret)\b|\b(?:keep\w*|kept) (?:\w+ ){0,2}?(?:confidential|private|secret)\b/gi,
  ],
  ["update", /\bupdat(?:e[ds]?|ing)\b|\binformed\b|\bprogress\b|\bstatus\b/gi],
  ["payment", /\bpa(?:y|id|yments?)\b|\brewards?\b/gi],
  ["review", /\breview(?:ed|s)?\b/gi],
];

/** "fix verified issues within …" promises a fix. */
const STATE =
  /\b(?:verified|validated|triaged|acknowledged|resolved|disclosed|fixed|publicly disclosed)\s+(?:vulnerabilit|issue|report|finding|bug|security)/gi;

const FINDER_WAITS =
  /\b(?:give|giving|allow(?:ing|ed)?|grant) (?:us|our|the)\b|\bwait\w*\b|\bbefore\b|\buntil\b|\bafter\b|\bwithout\b|\bembargo\b|\bfor at least\b|\byou (?:can|may)\b|\bfree to\b/i;

export const UNIT_WORDS = { hour: "hour", day: "day", week: "week", year: "year", business_day: "business day" };

/** From the weakest on: "will try, usually within" is no firm promise. */
const RIGIDITY: readonly (readonly [Rigidity, RegExp])[] = [
  ["TYPICAL", /\b(?:usually|typically|normally|generally|often|in most cases|on average|as a rule)\b/i],
  [
    "BEST_EFFORT",
    /\b(?:best[ -](?:efforts?|endeavou?rs?)|(?:reasonable|every) efforts?|aims?|aiming|targets?|goals?|strives?|hopes?|intends?|try|tries|seeks?|attempts?|endeavou?rs?|as far as possible|whe(?:re|n|never) possible)\b/i,
  ],
  ["SHOULD", /\b(?:should|expects?|plans?)\b/i],
  [
    "MUST",
    /\b(?:will|shall|must|commits?|committed|guarantees?|promises?|undertakes?|always|ensures?)\b|\bwe['’]ll\b/i,
  ],
];

export function rigidityOf(text: string): Rigidity | null {
  return RIGIDITY.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

export type TimeContext = { lead: string; heading: string };

export type TimeFound =
  | { kind: "commitment"; commitment: DraftCommitment; confidence: Confidence }
  | { kind: "disclosure"; limitDays: number | null; said: string; confidence: Confidence }
  | { kind: "review"; years: number | null; said: string; confidence: Confidence }
  | { kind: "other"; said: string; why: string; confidence: Confidence };

/** What one sentence promises; `complete` when the commitments say all of it, so that it need not be repeated. */
export type SentenceTimes = { sentence: string; found: TimeFound[]; complete: boolean };

export function timesIn(text: string, context: TimeContext): SentenceTimes[] {
  let above = "";
  return sentencesOf(text).flatMap((sentence) => {
    const parts = segmentsOf(sentence);
    const lead = `${context.lead} ${above}`.trim();
    // "High: 30 days." goes on with what the sentence before it promised.
    if (parts.length === 0 || cuesIn(sentence).length > 0) above = sentence;
    if (parts.length === 0) return [];
    const found = parts.flatMap((part) => readTime(part, sentence, { ...context, lead }));
    const complete = found.every((one) => one.kind === "commitment" && one.commitment.wording !== null);
    return [{ sentence, found, complete }];
  });
}

/** As the schema has it. */
const MOST = 3650;

type Segment = { text: string; duration: Duration; again: boolean };

/** "acknowledge within 2 days, triage within 5 and …": one part for each time. */
function segmentsOf(sentence: string): Segment[] {
  const durations = durationsOf(sentence);
  let from = 0;
  return durations.map((duration, index) => {
    const next = durations[index + 1];
    const between = sentence.slice(duration.end, next?.start ?? sentence.length);
    const cut = next ? between.search(/[,;]|\s(?:and|while|then)\s/) : -1;
    const to = next ? duration.end + (cut >= 0 ? cut : 0) : sentence.length;
    const text = sentence.slice(from, to);
    // "48 hours/two working days": the second says the first again.
    const before = durations[index - 1];
    const again =
      before !== undefined && /^\s*(?:[/(=]|or|i\.e\.)?\s*$/i.test(sentence.slice(before.end, duration.start));
    const segment = {
      text,
      again,
      duration: { ...duration, start: duration.start - from, end: duration.end - from },
    };
    from = to;
    return segment;
  });
}

function readTime({ text, duration, again }: Segment, sentence: string, context: TimeContext): TimeFound[] {
  const said = duration.text;
  const other = (why: string): TimeFound[] => [{ kind: "other", said, why, confidence: "guess" }];
  if (again) return other("it says the time before it in another way");
  if (/\b(?:chang|amend|revis)\w+\b[^.;]*\bpolic(?:y|ies)\b/i.test(sentence))
    return other("it is about the policy itself");
  const role = roleOf(text, duration);
  const inside = (role === "interval" ? repeatedIn(text) : null) ?? labelled(text) ?? nearestCue(text, duration);
  const waits = role !== "interval" && FINDER_WAITS.test(text) && has("disclosure", text);
  const around = inside ?? nearestIn(sentence) ?? nearestIn(context.lead) ?? nearestIn(context.heading);
  const cue = waits ? "disclosure" : around;
  const confidence: Confidence = inside === null ? "likely" : "certain";
  // "give us 90 days before you publish" is a limit; "they are told 7 days before we publish" is none.
  const given = /\b(?:giv(?:e|ing)|allow\w*|grant|wait\w*|you)\b/i.test(text);
  if (cue === "disclosure" && role === "before" && !given) return other(ROLES[role]);
  if (cue === "disclosure" && runsFromIt(text, duration)) return other("it runs from publication, not until it");
  if (cue === "disclosure") {
    const factor = duration.unit === "day" ? 1 : duration.unit === "week" ? 7 : null;
    const limitDays = factor === null ? null : duration.amount * factor;
    return [{ kind: "disclosure", limitDays, said, confidence: waits && limitDays !== null ? "certain" : "likely" }];
  }
  if (cue === "review") {
    const years =
      duration.unit === "year" ? duration.amount : said.startsWith("12 ") || /^twelve /i.test(said) ? 1 : null;
    return [{ kind: "review", years, said, confidence: "likely" }];
  }
  if (cue === null) return other("it does not say what is promised");
  if (cue === "update") return other("a policy has no clock for updates");
  if (cue === "payment") return other("a policy has no clock for payments");
  if (isAskedOfFinder(sentence)) return other("it is asked of the finder, not promised");
  if (role !== "latest") return other(ROLES[role]);
  if (duration.amount > MOST) return other(`a clock counts to ${MOST}`);
  if (isRefused(text, duration)) return other("it promises no time");
  if (isCondition(text, duration)) return other("it is a condition, not a promise");
  if (duration.unit === "month") return other("clocks count hours, days, weeks and years, not months");
  const severities = cue === "fix" ? severitiesOf(text) : [];
  const part = text.slice(0, duration.end + (/[,;]|\s(?:and|but)\s|$/.exec(text.slice(duration.end))?.index ?? 0));
  const rigidity =
    [part, text, sentence, context.lead, context.heading].map(rigidityOf).find((one) => one !== null) ?? null;
  const unit: Unit = duration.unit;
  const promise = { clock: cue, amount: duration.amount, unit, rigidity, wording: wordingOf(text, duration) };
  return (severities.length > 0 ? severities : [undefined]).map((severity) => ({
    kind: "commitment",
    commitment: severity ? { ...promise, severity } : promise,
    confidence: rigidity === null ? "guess" : duration.range ? "likely" : confidence,
  }));
}

/** What a time is to the sentence: only a latest one can be promised. */
type Role = "latest" | "interval" | "shortest" | "before" | "span";
const ROLES: Record<Exclude<Role, "latest">, string> = {
  interval: "it says how often, not by when",
  shortest: "it is a shortest time, not a latest one",
  before: "it is counted back from something, not on from a report",
  span: "it says how long something lasts, not by when it is done",
};

const NAMED_TIME =
  /^\s*(?:\w+[ -]){0,2}(?:respon[sd]\w*|targets?|goals?|deadlines?|windows?|timelines?|periods?|limits?|embargo\w*|disclosure|acknowledg\w*|turnaround|triage|SLA|after|of|from)\b/i;

function roleOf(text: string, { start, end }: Pick<Duration, "start" | "end">): Role {
  const before = text.slice(0, start);
  const behind = text.slice(end);
  if (/\b(?:every|each|per)\s*$/i.test(before)) return "interval";
  if (/^\s*(?:before|prior to|in advance|ahead of|ago|old)\b/i.test(behind)) return "before";
  if (/\b(?:last|past|previous|older than)\s*$/i.test(before)) return "before";
  // "a 72-hour runbook" is a name; "a 72-hour target" is not.
  if (/-\p{L}+$/u.test(text.slice(start, end)) && /^\s*\p{L}/u.test(behind) && !NAMED_TIME.test(behind)) return "span";
  if (/\b(?:no|not|never)\s+(?:\w+\s+)?(?:more|longer|later|exceed\w*)(?:\s+than)?\s*$/i.test(before)) return "latest";
  if (/\b(?:more than|longer than|beyond|exceed\w*|at least|a minimum of|not? less than|after)\s*$/i.test(before))
    return "shortest";
  const lasts = /\b(?:for|during)(?: (?:up to|the|a (?:period|maximum) of))?\s*$/i.exec(before);
  return lasts && !/\b(?:aim|target|goal|deadline|time)\w*\s*$/i.test(before.slice(0, lasts.index)) ? "span" : "latest";
}

/** "at least every two weeks" counts updates or reviews, whatever else the sentence names. */
function repeatedIn(text: string): Cue | null {
  return (["update", "review"] as const).find((cue) => has(cue, text)) ?? null;
}

/** "Acknowledgement: we reply within …": the label says what the time is for. */
function labelled(text: string): Cue | null {
  const label = /^[^:.,;]{3,40}:/.exec(text.trim())?.[0] ?? "";
  const cues = new Set(cuesIn(label).map(({ cue }) => cue));
  const [only] = cues;
  return cues.size === 1 && only !== undefined ? only : null;
}

/** "we cannot promise a reply within …", "if you have no answer within …". */
function isRefused(text: string, { start }: Pick<Duration, "start">): boolean {
  const before = text.slice(0, start);
  return (
    /(?:\b(?:not|cannot|never|no)\b|n['’]t\b)[^.;]{0,40}\b(?:guarantee|promise|commit|ensure)\w*/i.test(before) ||
    /\b(?:not always|not necessarily|may not|might not)\b/i.test(before) ||
    /\b(?:if|unless|when|should)\b[^.;]*(?:\b(?:not|fails?|failed|no|without)\b|n['’]t\b)[^.;,]*$/i.test(before)
  );
}

/** "If the vendor answers within …, the details stay closed." */
function isCondition(text: string, { start }: Pick<Duration, "start">): boolean {
  const clause = /(?:^|[,;]\s*)(?:if|when|unless|once|should)\s+([^,;]*)$/i.exec(text.slice(0, start))?.[1];
  return clause !== undefined && !/\b(?:will|shall|aims?|tr(?:y|ies)|commit\w*)\b/i.test(clause);
}

function isAskedOfFinder(sentence: string): boolean {
  if (
    /\bwe (?:expect|ask|require|request)\b(?! to\b)|\b(?:vendors?|suppliers?|maintainers?) (?:has|have|must|should)\b/i.test(
      sentence,
    )
  )
    return true;
  const ask =
    /\b(?:you|researchers?|finders?|reporters?|testers?) (?:must|should|shall|agree|may|need to|have to|are (?:welcome|free|asked|required))\b(?! (?:expect|receive|get|hear|see)\b)/i;
  if (
    /\b(?:we|our|us)\b/i.test(sentence) &&
    !(/^(?:please|you)\b/i.test(sentence) && /^please\b/i.test(sentence.replace(ask, "please")))
  )
    return false;
  return ask.test(sentence) || /\b(?:please|your duty)\b/i.test(sentence);
}

/** "within a day of disclosure". */
function runsFromIt(text: string, { start, end }: Pick<Duration, "start" | "end">): boolean {
  const cues = cuesIn(text).filter(({ cue }) => cue === "disclosure");
  const behind = cues.find((cue) => cue.start >= end);
  if (!behind || cues.some((cue) => cue.end <= start)) return false;
  return /^\s*(?:of|after|from|following)\s+(?:\w+\s+){0,2}$/i.test(text.slice(end, behind.start));
}

function cuesIn(text: string): { cue: Cue; start: number; end: number }[] {
  const clean = text.replace(STATE, (state) => " ".repeat(state.length));
  return CUES.flatMap(([cue, pattern]) =>
    Array.from(clean.matchAll(pattern), (match) => ({ cue, start: match.index, end: match.index + match[0].length })),
  );
}

/** The last cue before the time, and only without one the first behind it. */
function nearestCue(text: string, duration: Pick<Duration, "start" | "end">): Cue | null {
  const cues = cuesIn(text);
  const before = cues.filter(({ end }) => end <= duration.start).sort((a, b) => b.end - a.end || a.start - b.start)[0];
  const behind = cues.filter(({ start }) => start >= duration.end).sort((a, b) => a.start - b.start)[0];
  return (before ?? behind)?.cue ?? null;
}

function nearestIn(text: string): Cue | null {
  return nearestCue(text, { start: text.length, end: text.length });
}

function has(cue: Cue, text: string): boolean {
  return cuesIn(text).some((one) => one.cue === cue);
}

type Severity = NonNullable<DraftCommitment["severity"]>;

/** "High and medium": one promise for each. */
function severitiesOf(text: string): Severity[] {
  const words = text.match(/\b(?:critical|high|medium|moderate|low)\b(?!-)/gi) ?? [];
  const known = words.map((word) => (/^moderate$/i.test(word) ? "medium" : word.toLowerCase()) as Severity);
  return [...new Set(known)];
}

/** The promise with `{time}` for its time; null when another number stands in it or it is long. */
export function wordingOf(text: string, duration: Pick<Duration, "start" | "end">): string | null {
  const said = `${text.slice(0, duration.start)}{time}${text.slice(duration.end)}`;
  const trimmed = said.replace(/^[\s,;]*(?:and\s+|then\s+)?/i, "").trim();
  return /\d/.test(trimmed) || trimmed.length > 300 ? null : trimmed;
}

/** How far apart two reviews may be, said without a number. */
export function yearlyIn(text: string): boolean {
  return /\b(?:annual(?:ly)?|yearly|every year|each year|once (?:a|per|every) year|once in every year)\b/i.test(text);
}
