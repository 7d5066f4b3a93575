type Named = { name: string };

const ESCAPED = /[\\^$.*+?()[\]{}|/]/g;

/** The first word of a name, as colleagues call each other. */
const firstWord = (name: string) => name.trim().split(/\s+/, 1)[0] ?? "";

/** Lower-case words that stand for somebody after an @: whole names, and first words that one person alone has. */
function callings<P extends Named>(people: readonly P[]): Map<string, P[]> {
  const found = new Map<string, P[]>();
  const add = (words: string, person: P) => {
    const key = words.trim().toLowerCase();
    if (key !== "") found.set(key, [...(found.get(key) ?? []), person]);
  };
  for (const person of people) add(person.name, person);
  for (const person of people) {
    const first = firstWord(person.name).toLowerCase();
    const alone = people.every((other) => other === person || firstWord(other.name).toLowerCase() !== first);
    if (alone && !found.has(first)) add(first, person);
  }
  return found;
}

/** A text of a note in pieces: plain ones, and those that name people. */
export type NotePart<P> = { text: string; people: readonly P[] };

/** Cuts a note at its mentions: `@` and a name, neither in the middle of a word (an address is none). */
export function noteParts<P extends Named>(text: string, people: readonly P[]): NotePart<P>[] {
  const known = callings(people);
  if (known.size === 0 || !text.includes("@")) return [{ text, people: [] }];
  const names = [...known.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(ESCAPED, "\\$&"));
  const mention = new RegExp(`(?<![\\p{L}\\p{N}_@.])@(${names.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
  const parts: NotePart<P>[] = [];
  let from = 0;
  for (const match of text.matchAll(mention)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), people: [] });
    parts.push({ text: match[0], people: known.get((match[1] ?? "").toLowerCase()) ?? [] });
    from = match.index + match[0].length;
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from), people: [] });
  return parts;
}

/** Whom a note mentions, each once. */
export function mentionedIn<P extends Named>(text: string, people: readonly P[]): P[] {
  return [...new Set(noteParts(text, people).flatMap((part) => part.people))];
}
