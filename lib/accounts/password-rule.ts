import { COMMON_LONG, COMMON_WORDS } from "./common-passwords";

/** NIST SP 800-63B-4 §3.1.1.2: at least 15 characters where a password stands alone; no composition rules. */
export const PASSWORD_MIN = 15;
export const PASSWORD_MAX = 128;

const PRODUCT_WORDS = ["safe", "harbour", "safeharbour", "safeharbor", "disclosure", "vulnerability", "portal"];
const LEET: Record<string, string> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s" };

export type PasswordContext = { email?: string | undefined; displayName?: string | undefined };

/** Code points, as a person counts them. */
export const passwordLength = (password: string) => [...password.normalize("NFC")].length;

/** Why a password is refused, as a sentence, or null. */
export function passwordProblem(password: string, context: PasswordContext = {}): string | null {
  const length = passwordLength(password);
  if (length < PASSWORD_MIN) return `Password must be ${PASSWORD_MIN} characters or more`;
  if (length > PASSWORD_MAX) return `Password must be ${PASSWORD_MAX} characters or fewer`;
  // A NUL or half a character cannot be typed again reliably.
  if (/[\0\p{Surrogate}]/u.test(password)) return "Password contains a character that cannot be stored";
  const personal = contextWords(context);
  if (isBuiltOf(password, [...personal, ...PRODUCT_WORDS])) {
    return "Password must not be made of your name, your e-mail address or the name of this portal";
  }
  if (isCommon(password, personal)) return "Password is one of those that are guessed first. Choose another one";
  return null;
}

function contextWords({ email, displayName }: PasswordContext): string[] {
  return [
    email,
    email?.split("@")[0],
    ...(email?.split(/[@.+_-]/) ?? []),
    displayName,
    ...(displayName?.split(/\s+/) ?? []),
  ]
    .map((word) => squeeze(word ?? ""))
    .filter((word) => word.length >= 3);
}

const squeeze = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@$]/gu, "");
const unleet = (text: string) => text.replace(/[013457@$]/g, (symbol) => LEET[symbol] ?? symbol);

function isCommon(password: string, personal: readonly string[]): boolean {
  const plain = squeeze(password);
  return COMMON_LONG.includes(plain) || isBuiltOf(password, [...COMMON_WORDS, ...PRODUCT_WORDS, ...personal]);
}

/** Whether nothing remains after taking away the words and runs of digits, with or without `0` for `o`. */
function isBuiltOf(password: string, words: readonly string[]): boolean {
  const plain = squeeze(password);
  if (!/\p{L}/u.test(plain)) return false;
  return isCovered(plain, words) || isCovered(unleet(plain), words.map(unleet));
}

function isCovered(text: string, words: readonly string[]): boolean {
  const reached = new Array<boolean>(text.length + 1).fill(false);
  reached[0] = true;
  for (let at = 0; at < text.length; at += 1) {
    if (!reached[at]) continue;
    if (/[0-9@$]/.test(text[at] ?? "")) reached[at + 1] = true;
    for (const word of words) if (word.length > 0 && text.startsWith(word, at)) reached[at + word.length] = true;
  }
  return reached[text.length] === true;
}
