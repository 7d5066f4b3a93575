export type FaqEntry = { id: string; question: string; answer: string };

/** The entries that hold every word of the search, in question or answer; all of them for an empty search. */
export function searchFaq<E extends FaqEntry>(entries: readonly E[], search: string): E[] {
  const words = plain(search).split(" ").filter(Boolean);
  return entries.filter(({ question, answer }) => {
    const text = plain(`${question} ${answer}`);
    return words.every((word) => text.includes(word));
  });
}

/** Lower case without accents, each run of anything but letters and digits one space. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
