import type { StaffReport } from "../reports/types";
import type { ClockId } from "../sla/vocabulary";
import { dueWords } from "../sla/wording";
import type { ReadyText, TemplateView } from "./types";
import { fillIn, type VariableValues } from "./variables";

/** What the variables stand for in one report; what is not known, or not running, has no value. */
export function valuesFor(
  report: Pick<
    StaffReport,
    "reference" | "programName" | "policy" | "answers" | "sections" | "clocks" | "credits" | "clauses"
  >,
): VariableValues {
  const values: VariableValues = {
    "report.id": report.reference,
    "program.name": report.programName,
    "policy.version": report.policy.version,
    clause: (key) => clauseWords(report, key),
  };
  const name = report.answers.contactName;
  if (name) values["reporter.name"] = name;
  const product = report.sections.flatMap(({ rows }) => rows).find(({ key }) => key === "productId")?.value;
  if (product?.kind === "text") values.product = product.text;
  const credit = report.credits.find(({ named, wish, text }) => !named && wish !== "no" && text !== "");
  if (credit) values["credit.text"] = credit.line;
  for (const [variable, clock] of DUE) {
    const running = report.clocks.find(
      (status) => status.clock === clock && status.tookMs === null && !STILL.includes(status.state),
    );
    if (running) values[variable] = dueWords(running);
  }
  return values;
}

const STILL: readonly string[] = ["paused", "not_applicable"];
const DUE: readonly ["due.ack" | "due.verify" | "due.fix" | "due.update", ClockId][] = [
  ["due.ack", "acknowledge"],
  ["due.verify", "verify"],
  ["due.fix", "fix"],
  ["due.update", "next_update"],
];

function clauseWords({ clauses }: Pick<StaffReport, "clauses">, key: string): string | null {
  const clause = clauses.find((one) => one.key === key);
  return clause ? `clause ${key} of the policy (“${clause.heading}”)` : null;
}

/** Templates filled in for a report: what one would begin with. */
export function readyTexts(templates: readonly TemplateView[], values: VariableValues): ReadyText[] {
  return templates.map(({ id, title, move, language, body }) => ({
    id,
    title,
    move,
    language,
    text: fillIn(body, values),
  }));
}
