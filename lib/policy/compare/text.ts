import type { Clause, Commitment, PolicyDocument } from "../schema";
import { promiseWords } from "../wording";

/** A part of a policy that is compared by itself: a clause, or what stands outside the clauses. */
export type Part = { key: string; numbered: boolean; heading: string; text: string };

/** The parts outside the clauses; a clause's key is a number and can never be one of these. */
export const PARTS = {
  opening: "opening",
  businessDays: "business-days",
  organisation: "organisation",
  securityProgram: "security-program",
} as const;

export function partsOf(document: PolicyDocument): Part[] {
  const outside = (key: string, heading: string, blocks: string[]): Part => ({
    key,
    numbered: false,
    heading,
    text: joined(blocks),
  });
  const { organisation, securityProgram } = document;
  return [
    outside(PARTS.opening, "Title and introduction", [
      document.title,
      document.summary,
      ...document.audience.map((who) => `For: ${who}`),
    ]),
    outside(PARTS.businessDays, "How business days are counted", [document.businessDayRule]),
    ...document.clauses.map((clause) => ({
      key: clause.key,
      numbered: true,
      heading: clause.heading,
      text: joined([clause.body.trim(), ...wordsOfType(clause)]),
    })),
    outside(PARTS.organisation, "The organisation", [
      organisation.legalName,
      organisation.tradeName,
      ...organisation.offices.map(({ label, lines, email, phone }) =>
        [label, ...lines, email ?? "", phone?.display ?? ""].filter((line) => line !== "").join("\n"),
      ),
      organisation.trademarkNotice ?? "",
      ...organisation.badges,
    ]),
    outside(PARTS.securityProgram, "Security program", [
      securityProgram.owner,
      securityProgram.statement,
      ...securityProgram.standards.map(({ name, edition }) => (edition ? `${name}:${edition}` : name)),
      ...securityProgram.certificates.map(({ standard, edition, subject, issuer, validFrom, validTo }) =>
        [`${standard}:${edition}`, subject, issuer, validFrom, validTo].filter((fact) => fact !== null).join(", "),
      ),
      ...securityProgram.faq.map(({ question, answer }) => `${question}\n${answer}`),
    ]),
  ];
}

/** The words that stand in the typed part of a clause; its data are compared as data. */
function wordsOfType(clause: Clause): string[] {
  switch (clause.kind) {
    case "text":
    case "governance":
      return [];
    case "scope":
      return [clause.statement, clause.products.map(({ name }) => name).join("\n")];
    case "exclusion":
      return clause.exclusions.map(({ label, text }) => `${label}: ${text}`);
    case "conduct":
      return clause.rules.map(({ text }) => text);
    case "commitment":
      return promises(clause.commitments);
    case "contact":
      return [clause.email ?? "", ...clause.intake.considerations, ...promises(clause.commitments ?? [])];
    case "safe_harbour":
    case "disclosure":
    case "reward":
      return [clause.summary].flat();
  }
}

function promises(commitments: readonly Commitment[]): string[] {
  return commitments.map(promiseWords);
}

function joined(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== "").join("\n\n");
}
