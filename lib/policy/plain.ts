import { CLOCK_LABELS, RIGIDITY_WORDS } from "../sla/wording";
import { amountWords } from "../sla/words-of-time";
import { depthOf } from "./contents";
import type { Clause, PolicyDocument } from "./schema";
import {
  creditPlaceWords,
  disclosureWords,
  everyWords,
  promiseWords,
  rigidityMeaning,
  safeHarbourWords,
} from "./wording";

/**
 * The whole policy as Markdown for people, diff tools and search: `policy.md`.
 * @param reviewedOn of the last signed review, where that is later than the document's own
 */
export function policyMarkdown(document: PolicyDocument, reviewedOn = document.reviewedOn): string {
  const { organisation } = document;
  const blocks = [
    `# ${document.title}`,
    `${organisation.tradeName} · Version ${document.version}, revised ${document.revisedOn}, ${
      reviewedOn ? `reviewed ${reviewedOn}` : "never reviewed"
    } · Classification: ${document.classification}`,
    document.summary,
    bullets(document.audience.map((who) => `For: ${who}`)),
    ...document.clauses.flatMap(clauseBlocks),
    "## How business days are counted",
    document.businessDayRule,
    organisation.legalName === organisation.tradeName
      ? organisation.legalName
      : `${organisation.legalName}, doing business as ${organisation.tradeName}`,
    organisation.trademarkNotice ?? "",
    document.demonstrationValues.length > 0
      ? `Demonstration values, the source states none: ${document.demonstrationValues.map((p) => `\`${p}\``).join(", ")}`
      : "",
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function clauseBlocks(clause: Clause): string[] {
  const level = "#".repeat(Math.min(6, depthOf(clause.key) + 1));
  return [`${level} ${clause.key} ${clause.heading}`, clause.body.trim(), ...typedBlocks(clause)];
}

/** What the typed part of a clause says, as text. */
export function typedBlocks(clause: Clause): string[] {
  switch (clause.kind) {
    case "text":
      return [];
    case "scope":
      return [
        `In scope: ${clause.statement}`,
        bullets(clause.products.map((p) => `${p.name} (${p.family}${p.openSource ? ", open source" : ""})`)),
      ];
    case "exclusion":
      return [bullets(clause.exclusions.map((exclusion) => `${exclusion.label}: ${exclusion.text}`))];
    case "conduct":
      return [clause.rules.map((rule, index) => `${index + 1}. ${rule.text}`).join("\n")];
    case "commitment":
      return [promises(clause.commitments)];
    case "contact":
      return [
        clause.email ? `Address: ${clause.email}` : "",
        promises(clause.commitments ?? []),
        clause.intake.onePerReport ? "One vulnerability per report." : "",
        bullets(clause.intake.considerations),
      ];
    case "safe_harbour":
      return [bullets(clause.promises.map(safeHarbourWords))];
    case "disclosure":
      return [
        bullets([
          `Disclosure: ${disclosureWords(clause.rule)}`,
          `Time limit: ${clause.limitDays === null ? "none stated" : amountWords({ amount: clause.limitDays, unit: "day" })}`,
          ...(clause.cna ? [`CVE Numbering Authority for: ${clause.cna.scope}`] : []),
        ]),
      ];
    case "reward":
      return [
        bullets([
          `Bounty: ${clause.bounty ? "yes" : "none"}`,
          `Compensation: ${clause.compensation ? "yes" : "none"}`,
          `Public recognition: ${clause.publicRecognition ? "yes" : "none"}`,
          `Credit: ${creditPlaceWords(clause.creditIn)}`,
        ]),
      ];
    case "governance":
      return [
        bullets([
          `Reviewed ${everyWords(clause.reviewEvery)} by: ${clause.reviewer}`,
          ...(clause.approver ? [`Major revisions approved by: ${clause.approver}`] : []),
        ]),
      ];
  }
}

type Promised = Extract<Clause, { kind: "commitment" }>["commitments"];

function promises(commitments: Promised): string {
  if (commitments.length === 0) return "";
  const rows = commitments.map(
    (c) =>
      `| ${CLOCK_LABELS[c.clock]} | ${amountWords(c)} | ${RIGIDITY_WORDS[c.rigidity]} (${rigidityMeaning(c.rigidity)}) | ${promiseWords(c)} |`,
  );
  return ["| What | Time | Firmness | In words |", "|---|---|---|---|", ...rows].join("\n");
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}
