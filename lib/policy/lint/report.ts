import { RULE_IDS, RULES } from "./rules";
import type { Finding } from "./types";

/** A finding, and why it was let stand where somebody wrote that down. */
export type KeptFinding = Finding & { reason?: string };

/** The findings for a terminal: what, where, and what to do about it, or why it stands. */
export function findingLines(findings: readonly KeptFinding[]): string[] {
  return findings.flatMap(({ severity, rule, clause, message, advice, reason }) => [
    `${severity} ${rule}${clause === null ? "" : ` in clause ${clause}`}: ${message}`,
    `    ${reason === undefined ? advice : `Stands, because: ${reason}`}`,
  ]);
}

/** "1 error, 2 warnings, 3 notes"; "nothing to say" where there is no finding. */
export function countWords(findings: readonly Finding[]): string {
  const counts = (["error", "warning", "note"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return counts.join(", ") || "nothing to say";
}

/** The findings as a Markdown table. */
export function findingTable(findings: readonly Finding[]): string {
  const rows = findings.map(({ severity, rule, clause, message, advice }) =>
    row([severity, `\`${rule}\``, clause ?? "–", message, advice]),
  );
  return [row(["Severity", "Rule", "Clause", "Finding", "What to do"]), rule(5), ...rows].join("\n");
}

/** Every rule with what it rests on, as a Markdown table. */
export function ruleTable(): string {
  const rows = RULE_IDS.map((id) => row([`\`${id}\``, RULES[id].severity, RULES[id].title, RULES[id].source]));
  return [row(["Rule", "Severity", "What it finds", "Source"]), rule(4), ...rows].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function rule(columns: number): string {
  return `|${"---|".repeat(columns)}`;
}
