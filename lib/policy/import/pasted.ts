import { linesOf, readSource, type Source } from "./source";

/** Five times the longest policy that we know; what a form can send is more. */
export const MAX_PASTED = 100_000;
const MAX_LINES = 3000;
const MAX_WORD = 1000;

/**
 * The text of a policy that somebody pasted, or in one sentence why it is not read. The bounds keep reading it
 * to a second or two, whatever it says (proposal.test.ts).
 */
export function readPasted(text: string): Source {
  const refuse = (reason: string): Source => ({ ok: false, reason });
  if (text.trim() === "") return refuse("Paste the text of the policy, or choose its file.");
  if (text.length > MAX_PASTED) {
    return refuse("The text is longer than 100,000 characters: a policy is a few pages of text.");
  }
  if (linesOf(text).filter((line) => line.trim() !== "").length > MAX_LINES) {
    return refuse("The text has more than 3,000 lines: a policy is a few pages of text.");
  }
  if (text.split(/[\s<>"'=/]+/).some((word) => word.length > MAX_WORD)) {
    return refuse("The text has a word of more than 1,000 letters: it is binary or encoded, not a text to be read.");
  }
  return readSource(new TextEncoder().encode(text));
}
