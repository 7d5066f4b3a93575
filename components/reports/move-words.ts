import type { Move } from "@/lib/reports/state";

type MoveWords = {
  /** What pressing it does beyond the state, said before one does. */
  effect?: string;
  /** The label of its text. */
  text?: string;
  /** It ends something for the other side. */
  grave?: boolean;
};

export const MOVE_WORDS: Record<Move, MoveWords> = {
  acknowledge: { effect: "Stops the Acknowledge clock. First response runs on until somebody writes." },
  start_checking: {},
  ask_for_information: {
    effect: "The Verify clock pauses from now until the reporter answers. Both sides see that, and why.",
    text: "What do you need to know?",
  },
  give_information: { text: "Your answer" },
  validate: {
    effect:
      "Stops the Verify clock. The reporter reads that you confirmed what they found, and how severe you judge it.",
  },
  reject: {
    effect: "Stops the Verify clock. The reporter reads your text and the clause, and can ask for a second look.",
    text: "Why, in words for the reporter",
    grave: true,
  },
  accept: {},
  defer: { effect: "The reason stays among staff, as a note." },
  resume: {},
  mark_fix_ready: {},
  ask_for_retest: {
    effect: "The reporter is asked to try again, and told what to try.",
    text: "What should the reporter check?",
  },
  confirm_fix: { effect: "Tells the team that you can no longer make it happen." },
  report_fix_failed: { text: "What still happens?" },
  resolve: { effect: "Stops the Fix clock." },
  close: {
    effect: "The clocks that have no result yet stand still; reopening lets them run on.",
    text: "Why, in words for the reporter",
    grave: true,
  },
  close_unanswered: { effect: "The reporter can ask for a second look.", grave: true },
  close_spam: { effect: "Ends all clocks. The reason stays among staff, as a note.", grave: true },
  close_rejected: { grave: true },
  withdraw: { effect: "Closes your report. The team keeps what you sent.", grave: true },
  reopen: { effect: "The report is checked again. The reason stays among staff, as a note." },
  appeal: {
    effect: "Somebody who did not make this decision reads it again. A decision can be appealed once.",
    text: "Why should we look again?",
  },
  uphold_appeal: { effect: "The report is checked again.", text: "Your answer to the appeal" },
  dismiss_appeal: { effect: "The decision stands.", text: "Your answer to the appeal" },
};
