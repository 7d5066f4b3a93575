import type { LintClause, LintSubject } from "../lint/types";
import { type ClauseKind, clauseKindName, isClauseKind, KIND_FIELDS } from "./clause-fields";
import type { Field } from "./fields";

/** The parts of a policy that are edited one at a time: those outside the clauses by name, a clause by its number. */
export const PARTS_OUTSIDE = ["identity", "organisation", "calendar", "security", "questions"] as const;
export type PartOutside = (typeof PARTS_OUTSIDE)[number];

export type Section = {
  id: string;
  title: string;
  fields: readonly Field[];
  /** JSON pointer of the object that the fields are members of. */
  pointer: string;
  clause: { key: string; kind: ClauseKind } | null;
};

const OUTSIDE: Record<PartOutside, Omit<Section, "id" | "clause">> = {
  identity: {
    title: "Title, version and dates",
    pointer: "",
    fields: [
      { type: "line", name: "title", label: "Title", empty: "null" },
      { type: "line", name: "version", label: "Version", hint: "A new number, such as 1.3 or 2.0", empty: "null" },
      { type: "date", name: "revisedOn", label: "Revised on" },
      {
        type: "date",
        name: "reviewedOn",
        label: "Last reviewed on",
        hint: "The day of the last signed review; leave it empty where there was none",
      },
      {
        type: "choice",
        name: "classification",
        label: "Classification",
        hint: "Only a public policy is shown to visitors",
        empty: "null",
        options: [
          { value: "public", label: "Public" },
          { value: "internal", label: "Internal" },
        ],
      },
      {
        type: "text",
        name: "summary",
        label: "Summary",
        hint: "What the program is and what it promises, in two or three sentences",
        rows: 4,
        empty: "null",
        limit: 1000,
      },
      { type: "lines", name: "audience", label: "Written for", hint: "One group of readers a line" },
    ],
  },
  organisation: {
    title: "Organisation and offices",
    pointer: "/organisation",
    fields: [
      { type: "line", name: "legalName", label: "Legal name", empty: "null" },
      { type: "line", name: "tradeName", label: "Trade name", empty: "null" },
      {
        type: "list",
        name: "offices",
        label: "Offices",
        one: "office",
        most: 10,
        item: [
          { type: "line", name: "label", label: "Name of the office", empty: "null" },
          { type: "lines", name: "lines", label: "Address", hint: "As on an envelope, at most six lines" },
          { type: "line", name: "email", label: "E-mail", empty: "null" },
          {
            type: "group",
            name: "phone",
            label: "Telephone",
            presence: "filled",
            fields: [
              { type: "line", name: "display", label: "Telephone as it is shown", empty: "null" },
              {
                type: "line",
                name: "tel",
                label: "Telephone as it is dialled",
                hint: "With the country, such as +14165550100",
                empty: "null",
              },
            ],
          },
        ],
      },
      {
        type: "text",
        name: "trademarkNotice",
        label: "Trademark notice",
        rows: 3,
        empty: "null",
        limit: 500,
      },
      { type: "lines", name: "badges", label: "Certifications and attestations", hint: "One a line" },
    ],
  },
  calendar: {
    title: "Business days and calendar",
    pointer: "",
    fields: [
      {
        type: "calendar",
        name: "calendar",
        label: "Calendar",
        hint: "Due dates in business days are counted by it",
      },
      {
        type: "text",
        name: "businessDayRule",
        label: "How a business day is counted",
        hint: "One or two sentences for the page",
        rows: 4,
        empty: "null",
        limit: 1000,
      },
    ],
  },
  security: {
    title: "Security program, standards and certificates",
    pointer: "/securityProgram",
    fields: [
      { type: "line", name: "owner", label: "Who runs the security program", empty: "null" },
      { type: "text", name: "statement", label: "Statement", rows: 8, empty: "text", limit: 5000 },
      {
        type: "list",
        name: "standards",
        label: "Standards followed",
        one: "standard",
        most: 40,
        item: [
          { type: "line", name: "name", label: "Standard", hint: "Such as ISO/IEC 27001", empty: "null" },
          { type: "line", name: "edition", label: "Edition", empty: "null" },
        ],
      },
      {
        type: "list",
        name: "certificates",
        label: "Certificates",
        one: "certificate",
        most: 20,
        item: [
          { type: "line", name: "standard", label: "Standard", empty: "null" },
          { type: "line", name: "edition", label: "Edition", empty: "null" },
          { type: "text", name: "subject", label: "What is certified", rows: 2, empty: "null" },
          { type: "line", name: "issuer", label: "Issued by", empty: "null" },
          { type: "date", name: "validFrom", label: "Valid from" },
          { type: "date", name: "validTo", label: "Valid to" },
        ],
      },
    ],
  },
  questions: {
    title: "Frequent questions",
    pointer: "/securityProgram",
    fields: [
      {
        type: "list",
        name: "faq",
        label: "Questions and answers",
        one: "question",
        id: "id",
        most: 60,
        item: [
          { type: "text", name: "question", label: "Question", rows: 2, empty: "null" },
          { type: "text", name: "answer", label: "Answer", rows: 4, empty: "null", limit: 3000 },
        ],
      },
    ],
  },
};

const EVERY_CLAUSE: readonly Field[] = [
  { type: "line", name: "heading", label: "Heading", empty: "null" },
  {
    type: "text",
    name: "body",
    label: "Text",
    hint: "Markdown: paragraphs, lists, **bold**, [a link to a clause](#2.1), tables",
    rows: 10,
    empty: "text",
    markdown: true,
    limit: 20_000,
  },
];

export function outsideSection(id: PartOutside): Section {
  return { id, clause: null, ...OUTSIDE[id] };
}

export function clauseSection(clause: LintClause, index: number): Section {
  const kind = isClauseKind(clause.kind) ? clause.kind : "text";
  const key = clause.key ?? "";
  return {
    id: key,
    title: `${key} ${clause.heading ?? clauseKindName(kind)}`.trim(),
    fields: [...EVERY_CLAUSE, ...KIND_FIELDS[kind]],
    pointer: `/clauses/${index}`,
    clause: { key, kind },
  };
}

/** The section an address names; null where the draft has none of that name. */
export function sectionOf(draft: LintSubject, id: string): Section | null {
  const outside = PARTS_OUTSIDE.find((name) => name === id);
  if (outside) return outsideSection(outside);
  const clauses = draft.clauses ?? [];
  const index = clauses.findIndex(({ key }) => key === id);
  const clause = clauses[index];
  return clause ? clauseSection(clause, index) : null;
}

/** Every section in the order of the page. */
export function sectionsOf(draft: LintSubject): Section[] {
  return [...PARTS_OUTSIDE.map(outsideSection), ...(draft.clauses ?? []).map(clauseSection)];
}
