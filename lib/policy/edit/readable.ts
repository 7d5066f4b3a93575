import type { LintClause, LintSubject } from "../lint/types";
import type { Clause, Commitment, PolicyDocument } from "../schema";
import { isClauseKind } from "./clause-fields";

/** What stands on a preview where the draft says nothing yet. */
const GAP = "…";

type Calendar = PolicyDocument["calendar"];

/**
 * A draft as a whole document that can be shown and compared: gaps read "…", and what is left open counts as the
 * choice that gives least. Never for publishing: there the schema decides.
 * @param calendar the program's, where the draft names none
 */
export function readableDraft(draft: LintSubject, calendar: Calendar): PolicyDocument {
  const { organisation, securityProgram } = draft;
  return {
    format: "safe-harbour-policy/1",
    program: draft.program ?? GAP,
    title: said(draft.title),
    version: draft.version ?? GAP,
    revisedOn: isDate(draft.revisedOn) ? draft.revisedOn : "1970-01-01",
    reviewedOn: isDate(draft.reviewedOn) ? draft.reviewedOn : null,
    classification: draft.classification ?? "internal",
    language: "en",
    audience: draft.audience ?? [],
    summary: said(draft.summary),
    organisation: {
      legalName: said(organisation?.legalName),
      tradeName: said(organisation?.tradeName),
      offices: (organisation?.offices ?? []).map((office) => ({
        label: said(office.label),
        lines: office.lines ?? [],
        email: office.email ?? null,
        phone: office.phone ? { display: said(office.phone.display), tel: office.phone.tel ?? "" } : null,
      })),
      trademarkNotice: organisation?.trademarkNotice ?? null,
      badges: organisation?.badges ?? [],
    },
    calendar: {
      version: draft.calendar?.version ?? calendar.version,
      zone: draft.calendar?.zone ?? calendar.zone,
      region: draft.calendar?.region ?? calendar.region,
    },
    businessDayRule: said(draft.businessDayRule),
    clauses: (draft.clauses ?? []).map(readableClause),
    securityProgram: {
      owner: said(securityProgram?.owner),
      statement: securityProgram?.statement ?? "",
      standards: (securityProgram?.standards ?? []).map(({ name, edition }) => ({
        name: said(name),
        edition: edition ?? null,
      })),
      certificates: (securityProgram?.certificates ?? []).map((one) => ({
        standard: said(one.standard),
        edition: said(one.edition),
        subject: said(one.subject),
        issuer: one.issuer ?? null,
        validFrom: one.validFrom ?? null,
        validTo: one.validTo ?? null,
      })),
      faq: (securityProgram?.faq ?? []).map(({ id, question, answer }, index) => ({
        id: id ?? `question-${index + 1}`,
        question: said(question),
        answer: said(answer),
      })),
    },
    demonstrationValues: draft.demonstrationValues ?? [],
  };
}

export function readableClause(clause: LintClause): Clause {
  const base = { key: clause.key ?? GAP, heading: said(clause.heading), body: clause.body ?? "" };
  if (!isClauseKind(clause.kind)) return { ...base, kind: "text" };
  switch (clause.kind) {
    case "text":
      return { ...base, kind: "text" };
    case "scope":
      return {
        ...base,
        kind: "scope",
        mode: clause.mode ?? "products",
        statement: said(clause.statement),
        products: (clause.products ?? []).map(({ versionHint, ...product }, index) => ({
          key: product.key ?? `product-${index + 1}`,
          name: said(product.name),
          family: said(product.family),
          openSource: product.openSource ?? false,
          ...(versionHint ? { versionHint } : {}),
        })),
      };
    case "exclusion":
      return {
        ...base,
        kind: "exclusion",
        exclusions: (clause.exclusions ?? []).map((exclusion, index) => ({
          id: exclusion.id ?? `exclusion-${index + 1}`,
          kind: exclusion.kind ?? "activity",
          label: said(exclusion.label),
          text: said(exclusion.text),
          cwe: exclusion.cwe ?? [],
          words: exclusion.words ?? [],
        })),
      };
    case "conduct":
      return {
        ...base,
        kind: "conduct",
        rules: (clause.rules ?? []).map(({ id, text }, index) => ({ id: id ?? `rule-${index + 1}`, text: said(text) })),
      };
    case "commitment":
      return { ...base, kind: "commitment", commitments: promisesIn(clause.commitments) };
    case "safe_harbour":
      return {
        ...base,
        kind: "safe_harbour",
        model: clause.model ?? "promissory",
        promises: clause.promises ?? [],
        summary: clause.summary ?? [],
      };
    case "disclosure":
      return {
        ...base,
        kind: "disclosure",
        rule: clause.rule ?? "consent_required",
        limitDays: clause.limitDays ?? null,
        cna: clause.cna ? { scope: said(clause.cna.scope), contactFirst: clause.cna.contactFirst ?? false } : null,
        summary: said(clause.summary),
      };
    case "reward":
      return {
        ...base,
        kind: "reward",
        bounty: clause.bounty ?? false,
        compensation: clause.compensation ?? false,
        publicRecognition: clause.publicRecognition ?? false,
        creditIn: clause.creditIn ?? [],
        summary: said(clause.summary),
      };
    case "contact":
      return {
        ...base,
        kind: "contact",
        email: clause.email ?? null,
        ...(clause.commitments ? { commitments: promisesIn(clause.commitments) } : {}),
        intake: {
          onePerReport: clause.intake?.onePerReport ?? false,
          considerations: clause.intake?.considerations ?? [],
        },
      };
    case "governance":
      return {
        ...base,
        kind: "governance",
        reviewer: said(clause.reviewer),
        approver: clause.approver ?? null,
        reviewEvery: { amount: clause.reviewEvery?.amount ?? 1, unit: "year" },
      };
  }
}

type LoosePromises = Extract<LintClause, { kind?: "commitment" | null }>["commitments"];

/** Promises without a clock or a time promise nothing and are left out. */
function promisesIn(commitments: LoosePromises): Commitment[] {
  return (commitments ?? []).flatMap(({ clock, amount, unit, rigidity, severity, wording }) =>
    clock && amount && unit
      ? [
          {
            clock,
            amount,
            unit,
            rigidity: rigidity ?? "TYPICAL",
            ...(severity ? { severity } : {}),
            wording: wording ?? "{time}",
          },
        ]
      : [],
  );
}

function said(text: string | null | undefined): string {
  return text ? text : GAP;
}

function isDate(text: string | null | undefined): text is string {
  return typeof text === "string" && /^\d{4}-\d\d-\d\d$/.test(text);
}
