import { clauseKindName } from "../edit/clause-fields";
import { asMarkdown, shorten } from "./phrases";
import type { DraftClause, PolicyDraft } from "./schema";
import type { Confidence, Finding, ImportResult, Topic } from "./types";

/** What an import proposes, value by value, for a person to take or leave. */

export type ProposedValue = {
  /** Names it in the form; null for what comes or goes with its clause. */
  id: string | null;
  what: string;
  /** Line of the source, from 1. */
  line: number | null;
  sourceText: string | null;
  confidence: Confidence | null;
};

export type ProposedClause = {
  id: string;
  key: string;
  heading: string | null;
  kind: string;
  words: string;
  values: ProposedValue[];
};

export type Proposal = {
  format: ImportResult["format"];
  facts: ProposedValue[];
  clauses: ProposedClause[];
  missing: string[];
  unplaced: { id: string; line: number; text: string; why: string }[];
  debris: ImportResult["debris"];
  /** What was noticed and is no value of the draft. */
  remarks: ProposedValue[];
};

const CONFIDENCE_WORDS: Record<Confidence, string> = {
  certain: "plainly said",
  likely: "likely meant",
  guess: "a guess: check it",
};

export function confidenceWords(confidence: Confidence): string {
  return CONFIDENCE_WORDS[confidence];
}

type Items = "exclusions" | "rules" | "products" | "commitments";
const ITEM_TOPICS: Record<Items, Topic> = {
  exclusions: "exclusion",
  rules: "conduct",
  products: "scope",
  commitments: "commitment",
};

const FACTS: {
  member: "title" | "version" | "revisedOn" | "classification" | "audience";
  topic: Topic;
  label: string;
}[] = [
  { member: "title", topic: "title", label: "Title" },
  { member: "version", topic: "version", label: "Version" },
  { member: "revisedOn", topic: "date", label: "Revised on" },
  { member: "classification", topic: "classification", label: "Classification" },
  { member: "audience", topic: "audience", label: "Written for" },
];

export function proposalOf({ format, draft, findings, missing, unplaced, debris }: ImportResult): Proposal {
  const left = new Set(findings);
  /** The first finding that fits and that no other value has. */
  const take = (fits: (finding: Finding) => boolean): Finding | undefined => {
    const found = findings.find((finding) => left.has(finding) && fits(finding));
    if (found) left.delete(found);
    return found;
  };
  const facts = FACTS.flatMap(({ member, topic, label }): ProposedValue[] => {
    const value = draft[member];
    const text = Array.isArray(value) ? value.join(", ") : value;
    return text
      ? [
          proposed(
            `fact.${member}`,
            `${label}: ${text}`,
            take((finding) => finding.topic === topic),
          ),
        ]
      : [];
  });
  for (const [index, { name, edition }] of draft.securityProgram.standards.entries()) {
    const what = `Standard: ${name}${edition ? `:${edition}` : ""}`;
    facts.push(
      proposed(
        `fact.standard.${index}`,
        what,
        take(({ topic, what: said }) => topic === "standard" && said.includes(name)),
      ),
    );
  }
  for (const [index, { standard }] of draft.securityProgram.certificates.entries()) {
    facts.push(
      proposed(
        `fact.certificate.${index}`,
        `Certificate: ${standard}`,
        take(({ topic }) => topic === "certificate"),
      ),
    );
  }
  const itemsOf = draft.clauses.map((clause) =>
    itemLists(clause).map(({ list, index, what }) => {
      const topic = ITEM_TOPICS[list];
      const here = (finding: Finding) => finding.topic === topic && !finding.what.startsWith("in scope: anything");
      // A time moves to a clause of its own; its finding names the clause that said it.
      const found =
        take((finding) => here(finding) && finding.clause === clause.key) ??
        take((finding) => here(finding) && list !== "rules");
      return proposed(`item.${clause.key}.${list}.${index}`, what, found);
    }),
  );
  const clauses = draft.clauses.map((clause, place): ProposedClause => {
    const items = itemsOf[place] ?? [];
    const rest = findings.filter((finding) => left.has(finding) && finding.clause === clause.key);
    for (const finding of rest) left.delete(finding);
    const { key, heading, body } = clause;
    return {
      id: `clause.${key}`,
      key,
      heading,
      kind: clauseKindName(clause.kind),
      words: shorten(body.replace(/\s+/g, " ").trim(), 240),
      values: [...items, ...rest.map((finding) => proposed(null, finding.what, finding))],
    };
  });
  return {
    format,
    facts,
    clauses,
    missing,
    unplaced: unplaced.map((one) => ({ id: `unplaced.${one.line}`, ...one })),
    debris,
    remarks: findings.filter((finding) => left.has(finding)).map((finding) => proposed(null, finding.what, finding)),
  };
}

function proposed(id: string | null, what: string, finding: Finding | undefined): ProposedValue {
  return {
    id,
    what,
    line: finding?.line ?? null,
    sourceText: finding ? shorten(finding.sourceText, 300) : null,
    confidence: finding?.confidence ?? null,
  };
}

function itemLists(clause: DraftClause): { list: Items; index: number; what: string }[] {
  const listed = (list: Items, texts: readonly string[]) => texts.map((what, index) => ({ list, index, what }));
  switch (clause.kind) {
    case "exclusion":
      return listed(
        "exclusions",
        clause.exclusions.map(({ label }) => `Excluded: ${label}`),
      );
    case "conduct":
      return listed(
        "rules",
        clause.rules.map(({ text }) => `Rule: ${shorten(text, 160)}`),
      );
    case "scope":
      return listed(
        "products",
        clause.products.map(({ name }) => `Product: ${name}`),
      );
    case "commitment":
    case "contact":
      return listed("commitments", (clause.commitments ?? []).map(promise));
    default:
      return [];
  }
}

function promise({
  clock,
  amount,
  unit,
  rigidity,
  severity,
}: NonNullable<Extract<DraftClause, { kind: "commitment" }>["commitments"]>[number]): string {
  const firm = rigidity === null ? "how firmly is not said" : rigidity.toLowerCase().replace("_", " ");
  const of = severity ? ` (${severity})` : "";
  return `Clock “${clock.replace("_", " ")}”${of}: ${amount} ${unit.replace("_", " ")}${amount === 1 ? "" : "s"}, ${firm}`;
}

/** The ids that are taken unless a person unticks them: everything but what could not be placed. */
export function takenAtFirst(proposal: Proposal): string[] {
  return [
    ...proposal.facts.flatMap(({ id }) => id ?? []),
    ...proposal.clauses.flatMap(({ id, values }) => [id, ...values.flatMap((value) => value.id ?? [])]),
  ];
}

/** The draft with what a person took. What could not be placed and was taken becomes a clause of its own. */
export function takeFrom({ draft, unplaced }: ImportResult, taken: ReadonlySet<string>): PolicyDraft {
  const has = (id: string) => taken.has(id);
  const clauses = draft.clauses.filter(({ key }) => has(`clause.${key}`)).map((clause) => withTaken(clause, has));
  const extra = unplaced.filter(({ line }) => has(`unplaced.${line}`));
  if (extra.length > 0) {
    const top = Math.max(0, ...draft.clauses.map(({ key }) => Number(key.split(".")[0]))) + 1;
    clauses.push({
      kind: "text",
      key: String(Math.min(99, top)),
      heading: null,
      body: extra.map(({ text }) => asMarkdown(text)).join("\n\n"),
    });
  }
  const { standards, certificates } = draft.securityProgram;
  return {
    ...draft,
    title: has("fact.title") ? draft.title : null,
    version: has("fact.version") ? draft.version : null,
    revisedOn: has("fact.revisedOn") ? draft.revisedOn : null,
    classification: has("fact.classification") ? draft.classification : null,
    audience: has("fact.audience") ? draft.audience : [],
    clauses,
    securityProgram: {
      ...draft.securityProgram,
      standards: standards.filter((_, index) => has(`fact.standard.${index}`)),
      certificates: certificates.filter((_, index) => has(`fact.certificate.${index}`)),
    },
  };
}

function withTaken(clause: DraftClause, has: (id: string) => boolean): DraftClause {
  const kept = <T>(list: Items, items: readonly T[]) =>
    items.filter((_, index) => has(`item.${clause.key}.${list}.${index}`));
  switch (clause.kind) {
    case "exclusion":
      return { ...clause, exclusions: kept("exclusions", clause.exclusions) };
    case "conduct":
      return { ...clause, rules: kept("rules", clause.rules) };
    case "scope":
      return { ...clause, products: kept("products", clause.products) };
    case "commitment":
      return { ...clause, commitments: kept("commitments", clause.commitments) };
    case "contact": {
      const { commitments, ...rest } = clause;
      const left = kept("commitments", commitments ?? []);
      return left.length > 0 ? { ...rest, commitments: left } : rest;
    }
    default:
      return clause;
  }
}
