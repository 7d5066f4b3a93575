import { COMMITMENT_CLOCKS, RIGIDITIES, type Rigidity, UNITS, type Unit } from "../../sla/vocabulary";
import { CLOCK_LABELS, RIGIDITY_WORDS } from "../../sla/wording";
import { type Clause, DISCLOSURE_RULES, EXCLUSION_KINDS, SAFE_HARBOUR_PROMISES } from "../schema";
import { disclosureWords, exclusionKindWords, rigidityMeaning, safeHarbourWords } from "../wording";
import type { Field, ListField, Option } from "./fields";

/** The fields of each kind of clause, after its heading and text. */

export const CLAUSE_KINDS = [
  "text",
  "scope",
  "exclusion",
  "conduct",
  "commitment",
  "safe_harbour",
  "disclosure",
  "reward",
  "contact",
  "governance",
] as const satisfies readonly Clause["kind"][];
export type ClauseKind = (typeof CLAUSE_KINDS)[number];

export function isClauseKind(kind: unknown): kind is ClauseKind {
  return CLAUSE_KINDS.some((known) => known === kind);
}

const KIND_WORDS: Record<ClauseKind, { name: string; holds: string }> = {
  text: { name: "Text", holds: "words only" },
  scope: { name: "Scope", holds: "what may be tested" },
  exclusion: { name: "Exclusions", holds: "what is out of scope, with the words that warn of it" },
  conduct: { name: "Rules of conduct", holds: "what a researcher agrees to, rule by rule" },
  commitment: { name: "Response times", holds: "promises that run as clocks" },
  safe_harbour: { name: "Safe harbour", holds: "what is promised to researchers in good faith" },
  disclosure: { name: "Disclosure", holds: "who publishes, and when" },
  reward: { name: "Rewards and credit", holds: "bounty, compensation, recognition" },
  contact: { name: "Contact", holds: "where reports are sent and what they are asked for" },
  governance: { name: "Governance", holds: "who reviews and approves, how often" },
};

export function clauseKindName(kind: ClauseKind): string {
  return KIND_WORDS[kind].name;
}

export const CLAUSE_KIND_OPTIONS: readonly Option[] = CLAUSE_KINDS.map((kind) => ({
  value: kind,
  label: `${KIND_WORDS[kind].name}: ${KIND_WORDS[kind].holds}`,
}));

const UNIT_LABELS: Record<Unit, string> = {
  hour: "hours, around the clock",
  day: "days",
  week: "weeks",
  year: "years",
  business_day: "business days, by the policy’s calendar",
};

const rigidityLabel = (rigidity: Rigidity) => `${RIGIDITY_WORDS[rigidity]}: ${rigidityMeaning(rigidity)}`;

const COMMITMENTS: Omit<ListField, "omitEmpty"> = {
  type: "list",
  name: "commitments",
  label: "Response times",
  hint: "Each one is a clock: the page, the form, receipts and mails take their time from here",
  one: "response time",
  most: 20,
  item: [
    {
      type: "choice",
      name: "clock",
      label: "Clock",
      empty: "null",
      options: COMMITMENT_CLOCKS.map((value) => ({ value, label: CLOCK_LABELS[value] })),
    },
    { type: "number", name: "amount", label: "Amount" },
    {
      type: "choice",
      name: "unit",
      label: "Unit",
      empty: "null",
      options: UNITS.map((value) => ({ value, label: UNIT_LABELS[value] })),
    },
    {
      type: "choice",
      name: "rigidity",
      label: "How firm it is",
      empty: "null",
      options: RIGIDITIES.map((value) => ({ value, label: rigidityLabel(value) })),
    },
    {
      type: "choice",
      name: "severity",
      label: "For which severity",
      hint: "Only for the clock “Fix”; leave it open for all",
      empty: "omit",
      options: [
        { value: "low", label: "Low" },
        { value: "medium", label: "Medium" },
        { value: "high", label: "High" },
        { value: "critical", label: "Critical" },
      ],
    },
    {
      type: "text",
      name: "wording",
      label: "The promise as a sentence",
      hint: "Write {time} where the time stands, as in: We answer within {time}",
      rows: 2,
      empty: "null",
    },
  ],
};

const SUMMARY = { type: "text", name: "summary", rows: 2, empty: "null" } as const;

export const KIND_FIELDS: Record<ClauseKind, readonly Field[]> = {
  text: [],
  scope: [
    {
      type: "choice",
      name: "mode",
      label: "What is in scope",
      empty: "null",
      options: [
        { value: "open", label: "Anything that belongs to the organisation" },
        { value: "products", label: "What the list below names" },
      ],
    },
    { type: "text", name: "statement", label: "Scope in one sentence", rows: 2, empty: "null" },
    {
      type: "list",
      name: "products",
      label: "Products",
      one: "product",
      id: "key",
      most: 100,
      item: [
        { type: "line", name: "name", label: "Name", empty: "null" },
        { type: "line", name: "family", label: "Family", hint: "The group it is listed under", empty: "null" },
        { type: "tick", name: "openSource", label: "Open source" },
        {
          type: "line",
          name: "versionHint",
          label: "Where to find the version",
          hint: "Shown beside the question for the version",
          empty: "omit",
        },
      ],
    },
  ],
  exclusion: [
    {
      type: "list",
      name: "exclusions",
      label: "Exclusions",
      one: "exclusion",
      id: "id",
      most: 60,
      item: [
        {
          type: "choice",
          name: "kind",
          label: "What is excluded",
          empty: "null",
          options: EXCLUSION_KINDS.map((value) => ({ value, label: exclusionKindWords(value) })),
        },
        {
          type: "line",
          name: "label",
          label: "As a choice on the form",
          hint: "A few words",
          empty: "null",
        },
        { type: "text", name: "text", label: "As the policy says it", rows: 2, empty: "null" },
        { type: "numbers", name: "cwe", label: "CWE numbers that warn", hint: "Parted by commas, such as 400, 770" },
        {
          type: "lines",
          name: "words",
          label: "Words that warn",
          hint: "One a line. A report that uses them is warned, never refused",
        },
      ],
    },
  ],
  conduct: [
    {
      type: "list",
      name: "rules",
      label: "Rules",
      hint: "A researcher agrees to each of them by itself",
      one: "rule",
      id: "id",
      most: 60,
      item: [{ type: "text", name: "text", label: "Rule", rows: 2, empty: "null" }],
    },
  ],
  commitment: [COMMITMENTS],
  safe_harbour: [
    {
      type: "choice",
      name: "model",
      label: "Kind of safe harbour",
      empty: "null",
      options: [
        { value: "promissory", label: "A promise not to act against researchers" },
        { value: "authorising", label: "An authorisation of research under this policy" },
      ],
    },
    {
      type: "ticks",
      name: "promises",
      label: "What it amounts to",
      options: SAFE_HARBOUR_PROMISES.map((value) => ({ value, label: safeHarbourWords(value) })),
    },
    {
      type: "lines",
      name: "summary",
      label: "In short, beside the agreement",
      hint: "One statement a line, at most five",
    },
  ],
  disclosure: [
    {
      type: "choice",
      name: "rule",
      label: "Who decides on publication",
      empty: "null",
      options: DISCLOSURE_RULES.map((value) => ({ value, label: disclosureWords(value) })),
    },
    {
      type: "number",
      name: "limitDays",
      label: "Days after which a finder may publish",
      hint: "Leave it empty where the policy sets no limit",
    },
    {
      type: "group",
      name: "cna",
      label: "This organisation assigns CVE identifiers itself",
      presence: "tick",
      fields: [
        { type: "line", name: "scope", label: "For what it assigns them", empty: "null" },
        { type: "tick", name: "contactFirst", label: "Finders are asked to write first, before they ask for a CVE" },
      ],
    },
    { ...SUMMARY, label: "Disclosure in one sentence" },
  ],
  reward: [
    { type: "yes_no", name: "bounty", label: "Bounty" },
    { type: "yes_no", name: "compensation", label: "Other compensation" },
    { type: "yes_no", name: "publicRecognition", label: "Public recognition" },
    {
      type: "ticks",
      name: "creditIn",
      label: "Where a finder may be named",
      options: [
        { value: "cve_record", label: "In the CVE record" },
        { value: "advisory", label: "In the advisory" },
      ],
    },
    { ...SUMMARY, label: "Rewards in one sentence" },
  ],
  contact: [
    { type: "line", name: "email", label: "E-mail address for reports", empty: "null" },
    {
      type: "group",
      name: "intake",
      label: "What a report is asked for",
      presence: "always",
      fields: [
        { type: "tick", name: "onePerReport", label: "One vulnerability per report" },
        {
          type: "lines",
          name: "considerations",
          label: "What a finder is asked to consider",
          hint: "One question a line, at most six",
        },
      ],
    },
    { ...COMMITMENTS, omitEmpty: true },
  ],
  governance: [
    { type: "line", name: "reviewer", label: "Reviewed and signed by", hint: "The role, not a name", empty: "null" },
    { type: "line", name: "approver", label: "Major revisions approved by", empty: "null" },
    { type: "years", name: "reviewEvery", label: "Years between two reviews" },
  ],
};
