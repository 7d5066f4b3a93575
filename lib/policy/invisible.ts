/**
 * Characters that hide or reorder text (security.md C19): controls, zero-width, bidirectional, tag characters.
 * A joiner between two pictographs belongs to an emoji and stays.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|(?<!\p{Extended_Pictographic}|\uFE0F|\p{Emoji_Modifier})\u200D|\u200D(?!\p{Extended_Pictographic})/gu;

/** The hidden characters of a text as "U+202E", each once, in order; empty for honest text. */
export function invisibleCharacters(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(INVISIBLE), ([character]) => codePointName(character)))];
}

/** The text with each hidden character replaced by its number in brackets: `[U+202E]`. */
export function showInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) => `[${codePointName(character)}]`);
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
