import { type Judgement, unreasoned } from "../drafts/judgement";
import { type DraftStage, followsVersion, type Standing } from "../life";

/** What stands between a draft and publication. `who`: the role that can take it away. */
export type Obstacle = {
  kind: "incomplete" | "errors" | "reasons" | "number" | "date" | "overtaken" | "review" | "signature" | "approval";
  sentence: string;
  who: "coordinator or policy owner" | "policy owner" | "executive";
};

const EDITOR = "coordinator or policy owner";

/** What keeps a text from being signed, in the order in which somebody would take it up. */
export function obstaclesOf(draft: {
  judgement: Pick<Judgement, "findings" | "complete">;
  base: { version: string; document: { revisedOn: string } } | null;
  overtakenBy: string | null;
  /** The local date, "YYYY-MM-DD". */
  today: string;
}): Obstacle[] {
  const { judgement, base, overtakenBy, today } = draft;
  const { findings, complete } = judgement;
  const obstacles: Obstacle[] = [];
  const add = (kind: Obstacle["kind"], sentence: string) => obstacles.push({ kind, sentence, who: EDITOR });
  if (overtakenBy !== null) {
    add("overtaken", `Version ${overtakenBy} came into force meanwhile. Compare the draft with it before going on.`);
  }
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (errors > 0) add("errors", `Correct ${counted(errors, "error")} that the linter found.`);
  else if (!complete) add("incomplete", "Fill in what is missing.");
  const open = unreasoned(findings).length;
  if (open > 0) add("reasons", `Correct ${counted(open, "warning")}, or write why it may stay.`);
  if (complete && base && !followsVersion(complete.version, base.version)) {
    add("number", `Give it a number after ${base.version}: ${complete.version} does not follow.`);
  }
  if (complete && (complete.revisedOn > today || (base && complete.revisedOn < base.document.revisedOn))) {
    const span = base ? `from ${base.document.revisedOn} to ${today}` : `of today, ${today}, or earlier`;
    add("date", `Set the date of revision to a day ${span}: it is ${complete.revisedOn}.`);
  }
  return obstacles;
}

/** What is missing after that: the review, the names. */
export function namesMissing(stage: DraftStage, standing: Standing): Obstacle[] {
  const missing: Obstacle[] = [];
  if (stage === "draft") missing.push({ kind: "review", sentence: "Send it to review.", who: EDITOR });
  if (!standing.signed) {
    missing.push({ kind: "signature", sentence: "Review and sign exactly this text.", who: "policy owner" });
  }
  if (standing.class === "major" && !standing.approved) {
    missing.push({
      kind: "approval",
      sentence: "Approve the major revision, as another person than the signer.",
      who: "executive",
    });
  }
  return missing;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
