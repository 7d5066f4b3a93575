/** form.md §2 step 8. */
export const CREDIT_TEXT_MAX = 120;
const URL_MAX = 2048;

/**
 * Format characters (bidi, zero-width, tags, soft hyphen), line and paragraph separators, and letters that
 * print as nothing: a credit line must read the same to everybody.
 */
const HIDDEN =
  /[\p{Format}\p{Line_Separator}\p{Paragraph_Separator}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5/u;

/** A handle such as @jane@social.example is no address; what precedes the first @ tells them apart. */
const EMAIL = /(?<![@\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u;

function plainTextProblem(text: string): string | null {
  const excess = [...text].length - CREDIT_TEXT_MAX;
  if (excess > 0) return `Shorten by ${excess} ${excess === 1 ? "character" : "characters"}`;
  if (/[\p{Control}\p{Surrogate}]/u.test(text) || HIDDEN.test(text)) return "Remove the invisible characters";
  if (/[<>]/.test(text) || /&(?:#|[a-z]+;)/i.test(text)) return "Use plain text without HTML: remove < > and entities";
  if (EMAIL.test(text)) return "Remove the e-mail address: credit lines are public";
  return null;
}

/** Why this text cannot be printed as a credit, in a sentence, or null. */
export function creditTextProblem(text: string): string | null {
  return text.trim() === "" ? "Enter the text to print" : plainTextProblem(text);
}

export function creditOrganisationProblem(text: string): string | null {
  return plainTextProblem(text);
}

export function creditUrlProblem(text: string): string | null {
  if (text === "") return null;
  const sentence = "Enter an address that starts with https://";
  if (text.length > URL_MAX || /[\s<>"\\]/.test(text) || !/^https:\/\//i.test(text) || !URL.canParse(text))
    return sentence;
  const { username, password } = new URL(text);
  return username || password ? "Remove the user name and password from the address" : null;
}

/** What is wrong with each part of a credit that is to be printed, or null. */
export function creditProblems(display: {
  text: string;
  organisation: string;
  url: string;
}): Record<string, string[]> | null {
  const found = Object.entries({
    text: creditTextProblem(display.text),
    organisation: creditOrganisationProblem(display.organisation),
    url: creditUrlProblem(display.url),
  }).flatMap(([field, problem]) => (problem ? [[field, [problem]] as [string, string[]]] : []));
  return found.length > 0 ? Object.fromEntries(found) : null;
}
