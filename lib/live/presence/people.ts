/** Somebody of the staff who has a report open just now, other than the reader. */
export type Present = { handle: string; name: string; initials: string; role: string; doing: "viewing" | "replying" };

/** Time after which a browser that says nothing more is taken for gone, and how often it says so. */
export const PRESENT_MS = 45_000;
export const SAY_EVERY_MS = 20_000;

/** "AR" for "Ana Maria Ruiz"; one letter where there is one word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}

/** Sentences for the page of a report, whoever writes first. */
export function presenceSentences(people: readonly Present[]): string[] {
  const sorted = [...people].sort(
    (a, b) => Number(b.doing === "replying") - Number(a.doing === "replying") || a.name.localeCompare(b.name),
  );
  return sorted.map(({ name, role, doing }) =>
    doing === "replying" ? `${name} (${role}) is writing here.` : `${name} (${role}) is looking at this report.`,
  );
}
