import type { Answers } from "../reports/form/answers";
import { cleanText } from "../reports/text";
import type { ReadMail } from "./read";
import { mailAsMarkdown, titleOf, withoutOurSecrets } from "./text";

/** form.md §2 steps 4 and 7, in characters. */
const TITLE_MAX = 150;
const TEXT_MAX = 20_000;
const ENCRYPTED_MAX = 200_000;
const NAME_MAX = 120;

/** Room for the sentences below the text. */
const SENTENCES = 2000;

export type MailedAnswers = {
  answers: Answers;
  /** What does not fit into the answers and is kept as files beside them. */
  besides: { name: string; content: Buffer }[];
};

/**
 * A mail as answers of the form: what its writer said and nothing they did not. `left` names the files that could not
 * be kept as files, each with the reason; they are still in the mail itself.
 */
export function answersOfMail(
  mail: ReadMail,
  { left, verified }: { left: readonly string[]; verified: boolean },
): Answers {
  const note =
    left.length === 0
      ? ""
      : `\n\n---\n\nKept in the mail alone, not as a file:\n\n${left.map((one) => `- ${one}`).join("\n")}`;
  const title = titleOf(mail.subject, mail.text, TITLE_MAX);
  const own =
    mail.encrypted !== null && mail.encrypted.length <= ENCRYPTED_MAX
      ? { encryptedMessage: mail.encrypted }
      : { details: `${detailsOf(mail.text)}${note}` };
  const name = verified ? cleanText(mail.from?.name ?? "").slice(0, NAME_MAX) : "";
  const contact = mail.from === null ? {} : { identity: "pseudonym", email: mail.from.address };
  return { title, ...own, ...contact, ...(name ? { contactName: name } : {}) };
}

function detailsOf(text: string): string {
  const shown = mailAsMarkdown(withoutOurSecrets(cleanText(text)));
  const symbols = [...shown];
  if (shown.trim() === "") return "The mail has no text of its own.";
  if (symbols.length <= TEXT_MAX - SENTENCES) return shown;
  return `${symbols.slice(0, TEXT_MAX - 2 * SENTENCES).join("")}\n\n---\n\nThe mail goes on: all of it is in the file ${WHOLE_TEXT}.`;
}

const WHOLE_TEXT = "mail.txt";

/** Text that the answers have no room for. */
export function textBesides(mail: ReadMail): { name: string; content: Buffer }[] {
  const whole = { name: WHOLE_TEXT, content: Buffer.from(mail.text) };
  if (mail.encrypted !== null) {
    const long =
      mail.encrypted.length > ENCRYPTED_MAX ? [{ name: "encrypted.asc", content: Buffer.from(mail.encrypted) }] : [];
    return mail.text.trim() === "" ? long : [...long, { ...whole, name: "around-the-encrypted-part.txt" }];
  }
  return [...mailAsMarkdown(cleanText(mail.text))].length > TEXT_MAX - SENTENCES ? [whole] : [];
}

/** A reply as the text of a message; what is encrypted stays as it came, in a block of its own. */
export function messageOfMail(text: string, encrypted: string | null, left: readonly string[]): string {
  const parts = [
    ...(text.trim() === "" ? [] : [mailAsMarkdown(withoutOurSecrets(cleanText(text)))]),
    ...(encrypted === null ? [] : [`\`\`\`\n${encrypted}\n\`\`\``]),
    ...(left.length === 0
      ? []
      : [`Kept in the mail alone, not as a file:\n\n${left.map((one) => `- ${one}`).join("\n")}`]),
  ];
  return parts.length === 0 ? "(A mail without text)" : parts.join("\n\n");
}

/** Whether a message has room for this text. */
export const fitsMessage = (text: string) => [...text].length <= TEXT_MAX;
