import { found } from "./finding";
import { passagesOf } from "./prose";
import type { Finding, LintSubject, Severity } from "./types";

type Standard = { name: string; superseded: readonly string[]; current: string; severity: Severity; source: string };

/**
 * Editions that a newer one cancels and replaces. A warning where a certificate to the old edition can no longer be
 * valid; a note for guidance, and while certificates are still being moved over.
 */
const STANDARDS: Record<string, Standard> = {
  "27001": {
    name: "ISO/IEC 27001",
    superseded: ["2005", "2013"],
    current: "2022",
    severity: "warning",
    source: "ISO/IEC 27001:2022, foreword; IAF MD 26:2023: certificates to the 2013 edition ended on 31 October 2025",
  },
  "27002": {
    name: "ISO/IEC 27002",
    superseded: ["2005", "2013"],
    current: "2022",
    severity: "note",
    source: "ISO/IEC 27002:2022, foreword",
  },
  "27018": {
    name: "ISO/IEC 27018",
    superseded: ["2014", "2019"],
    current: "2025",
    severity: "note",
    source: "ISO/IEC 27018:2025, third edition",
  },
  "27701": {
    name: "ISO/IEC 27701",
    superseded: ["2019"],
    current: "2025",
    severity: "note",
    source: "ISO/IEC 27701:2025, second edition",
  },
  "22301": {
    name: "ISO 22301",
    superseded: ["2012"],
    current: "2019",
    severity: "warning",
    source: "ISO 22301:2019, foreword",
  },
  "29147": {
    name: "ISO/IEC 29147",
    superseded: ["2014"],
    current: "2018",
    severity: "note",
    source: "ISO/IEC 29147:2018, foreword",
  },
  "30111": {
    name: "ISO/IEC 30111",
    superseded: ["2013"],
    current: "2019",
    severity: "note",
    source: "ISO/IEC 30111:2019, foreword",
  },
};

type Mention = { number: string; edition: string; clause: string | null };

/** One finding for each edition, at the first clause that names it. */
export function lintStandards(subject: LintSubject): Finding[] {
  const registered = [...(subject.securityProgram?.standards ?? []), ...certificatesAsStandards(subject)];
  const mentions: Mention[] = [
    ...passagesOf(subject).flatMap(({ clause, text }) =>
      Array.from(
        text.matchAll(/\b(?:ISO(?:\s*\/\s*IEC)?|IEC)[\s-]*(\d{4,5})\s*[:\s–-]\s*\(?((?:19|20)\d\d)\b/g),
        ([, number = "", edition = ""]) => ({ number, edition, clause }),
      ),
    ),
    ...registered.flatMap(({ name, edition }) => {
      const number = /\b\d{4,5}\b/.exec(name ?? "")?.[0];
      const year = /\b(?:19|20)\d\d\b/.exec(edition ?? "")?.[0];
      return number && year ? [{ number, edition: year, clause: null }] : [];
    }),
  ];
  const first = new Map<string, Mention>();
  for (const mention of mentions) {
    const id = `${mention.number}:${mention.edition}`;
    const known = first.get(id);
    if (!known || (known.clause === null && mention.clause !== null)) first.set(id, mention);
  }
  return [...first.values()].flatMap(({ number, edition, clause }) => {
    const standard = STANDARDS[number];
    if (!standard?.superseded.includes(edition)) return [];
    return [
      found("standard-superseded", {
        clause,
        severity: standard.severity,
        message: `${standard.name}:${edition} has been replaced by the edition of ${standard.current} (${standard.source}).`,
        advice: `Name the edition of ${standard.current} if it is met, or say why the older one stands.`,
      }),
    ];
  });
}

function certificatesAsStandards(subject: LintSubject) {
  return (subject.securityProgram?.certificates ?? []).map(({ standard, edition }) => ({ name: standard, edition }));
}
