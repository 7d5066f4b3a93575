/** How many tags a report holds, and how long one is, in code points. */
export const TAGS_MAX = 20;
export const TAG_LENGTH = 40;

export type ReadTags = { ok: true; tags: string[] } | { ok: false; message: string };

/** Tags as typed, separated by commas or lines: small letters, hyphens for spaces, each once, in the order of the alphabet. */
export function readTags(text: string): ReadTags {
  const tags = new Set<string>();
  for (const item of text.split(/[,\n]/)) {
    const tag = item.normalize("NFKC").trim().toLowerCase().replace(/\s+/g, "-");
    if (tag === "") continue;
    if (!/^[\p{Letter}\p{Mark}\p{Number}][\p{Letter}\p{Mark}\p{Number}._:/-]*$/u.test(tag)) {
      return { ok: false, message: `“${item.trim()}” is no tag: use letters, digits, and - . _ : / between them` };
    }
    if ([...tag].length > TAG_LENGTH) {
      return { ok: false, message: `Keep each tag to ${TAG_LENGTH} characters` };
    }
    tags.add(tag);
  }
  if (tags.size > TAGS_MAX) return { ok: false, message: `A report has at most ${TAGS_MAX} tags` };
  return { ok: true, tags: [...tags].sort((a, b) => a.localeCompare(b, "en")) };
}
