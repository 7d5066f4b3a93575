import type { Step } from "../form/answers";

/** How a step of a draft was last saved. */
export type StepSave = {
  /** The draft's revision that this save made. */
  rev: number;
  /** Whether Continue was ever pressed on it: saving by itself never finishes a step. */
  confirmed: boolean;
  /** The open page that saved it; null for a page without scripts, which saves once. */
  tab: string | null;
  /** That page's own count of what it sent. */
  seq: number;
  /** The revision before this page's uninterrupted run of saves: what came since is all its own. */
  since: number;
};
export type Saves = { [S in Step]?: StepSave };

/** Who sends a step: the revision that the page was made from, and the page's own token and count. */
export type Sender = { rev: number; tab: string | null; seq: number };

/**
 * How a page stands to what is stored of its step. `fresh`: nothing was saved since, or only by this very page.
 * `superseded`: this page has sent something newer already. `stale`: somebody else saved the step meanwhile.
 */
export function standing(save: StepSave | undefined, sender: Sender): "fresh" | "superseded" | "stale" {
  if (save === undefined || save.rev <= sender.rev) return isOlder(save, sender) ? "superseded" : "fresh";
  if (!isOwn(save, sender) || sender.rev < save.since) return "stale";
  return isOlder(save, sender) ? "superseded" : "fresh";
}

/** The record of a save that `standing` found fresh. */
export function recordSave(save: StepSave | undefined, sender: Sender, rev: number, confirms: boolean): StepSave {
  return {
    rev,
    confirmed: confirms || save?.confirmed === true,
    tab: sender.tab,
    seq: sender.seq,
    since: save !== undefined && isOwn(save, sender) ? save.since : (save?.rev ?? 0),
  };
}

function isOwn(save: StepSave, sender: Sender): boolean {
  return sender.tab !== null && save.tab === sender.tab;
}

/** A request that was overtaken on the way by a later one of the same page. */
function isOlder(save: StepSave | undefined, sender: Sender): boolean {
  return save !== undefined && isOwn(save, sender) && sender.seq < save.seq;
}

/** The steps on which Continue was pressed. */
export function confirmedSteps(saves: Saves): ReadonlySet<Step> {
  return new Set(
    (Object.entries(saves) as [Step, StepSave][]).flatMap(([step, { confirmed }]) => (confirmed ? [step] : [])),
  );
}
