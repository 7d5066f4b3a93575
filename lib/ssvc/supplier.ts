import { SSVC_OUTCOMES, SSVC_POINTS, type SsvcAnswers, type SsvcOutcome, type SsvcPoint } from "./points";
import table from "./supplier-table.json";

/*
 * The supplier's decision: how soon to work on a fix. The rows are those of the CERT/CC data (Stakeholder-Specific
 * Vulnerability Categorization, supplier patch development priority), kept under the version ids that they came with.
 * Their licence stands beside them: supplier-table.LICENSE.txt.
 */

export const SUPPLIER_TABLE = table.id;

/** Every outcome that the known points leave possible, the least urgent first. */
export function supplierOutcomes(answers: SsvcAnswers): SsvcOutcome[] {
  const possible = table.rows.filter((row) =>
    SSVC_POINTS.every((point, index) => answers[point] === null || row[index] === answers[point]),
  );
  return SSVC_OUTCOMES.filter((outcome) => possible.some((row) => row.at(-1) === outcome));
}

export const SSVC_OUTCOME_WORDS: Record<SsvcOutcome, { label: string; means: string }> = {
  D: { label: "Defer", means: "No work on a fix for now." },
  S: { label: "Scheduled", means: "Fix it within the regular rhythm of releases." },
  O: { label: "Out-of-cycle", means: "Fix it outside the rhythm, sooner than the next release." },
  I: { label: "Immediate", means: "Put everybody needed on it now." },
};

type PointWords = { label: string; asks: string; values: Record<string, { label: string; means: string }> };

export const SSVC_POINT_WORDS: Record<SsvcPoint, PointWords> = {
  exploitation: {
    label: "Exploitation",
    asks: "Is it used by attackers?",
    values: {
      N: { label: "None", means: "Nobody is known to use it, and no way to use it is public" },
      P: { label: "Public PoC", means: "A way to use it is public or well known" },
      A: { label: "Active", means: "Attackers use it, by credible evidence" },
    },
  },
  utility: {
    label: "Utility",
    asks: "What would it be worth to an attacker?",
    values: {
      L: { label: "Laborious", means: "Every target takes work by hand, and each gives little" },
      E: { label: "Efficient", means: "Either it can be automated, or one target gives much" },
      S: { label: "Super effective", means: "It can be automated, and one target gives much" },
    },
  },
  technicalImpact: {
    label: "Technical impact",
    asks: "What does the attacker get?",
    values: {
      P: { label: "Partial", means: "Limited control, or limited information" },
      T: { label: "Total", means: "Control over the software, or all of its information" },
    },
  },
  publicSafetyImpact: {
    label: "Public safety impact",
    asks: "Could people come to harm?",
    values: {
      M: { label: "Minimal", means: "Any harm would be negligible" },
      S: { label: "Significant", means: "Harm could be more than negligible" },
    },
  },
};

/** One outcome, or the range of them that is still possible, as words. */
export function outcomeWords(outcomes: readonly SsvcOutcome[]): string {
  const [least, most] = [outcomes[0], outcomes.at(-1)];
  if (least === undefined || most === undefined) return "no outcome";
  if (least === most) return SSVC_OUTCOME_WORDS[least].label;
  return `between ${SSVC_OUTCOME_WORDS[least].label} and ${SSVC_OUTCOME_WORDS[most].label}`;
}

/** The decision in a sentence; a range when points are unknown. */
export function supplierSentence(answers: SsvcAnswers): string {
  const named = SSVC_POINTS.map((point) => {
    const value = answers[point];
    const { label, values } = SSVC_POINT_WORDS[point];
    return `${label.toLowerCase()} ${value === null ? "not known" : (values[value]?.label.toLowerCase() ?? value)}`;
  });
  const because = `because ${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
  const words = outcomeWords(supplierOutcomes(answers));
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, ${because}.`;
}
