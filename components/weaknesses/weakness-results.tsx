import { TextLink } from "@/components/ui/text-link";
import { WEAKNESS_PAGE } from "@/lib/weaknesses/addresses";
import { cweId, isDiscouraged, type Weakness } from "@/lib/weaknesses/cwe";

const OPENED_AT_MOST = 40;

/** What a search found, each with its plain sentence and with better choices where CWE advises against it. */
export function WeaknessResults({
  found,
  words,
  all,
  nameOf,
  descriptionOf,
}: {
  found: readonly Weakness[];
  words: string;
  all: boolean;
  nameOf: (id: number) => string | null;
  descriptionOf: (id: number) => string | null;
}) {
  if (found.length === 0) {
    return (
      <p role="status">
        “{words}” isn’t in the list. Try another word, or leave the question at “Not sure”: we name the weakness when we
        check your report.
      </p>
    );
  }
  // A sentence for each of a thousand would be a page of half a megabyte; a search narrows it to where it helps.
  const explained = found.length <= OPENED_AT_MOST;
  return (
    <section aria-labelledby="found" className="flex flex-col gap-3">
      <h2 id="found" className="text-xl font-semibold">
        {heading(found.length, words, all)}
      </h2>
      <ul className="flex flex-col">
        {found.map((weakness) => (
          <li key={weakness.id} id={cweId(weakness.id)} className="scroll-mt-4 border-t border-line py-3">
            <p className="[overflow-wrap:anywhere]">
              <span className="font-mono text-sm whitespace-nowrap">{cweId(weakness.id)}</span>{" "}
              <span className="font-semibold">{weakness.name}</span>
            </p>
            {weakness.plain ? <p>{weakness.plain}.</p> : null}
            {explained && !weakness.plain ? <p className="text-ink-soft">{descriptionOf(weakness.id)}</p> : null}
            {weakness.synonyms.length > 0 ? (
              <p className="text-sm text-ink-soft">Also called {weakness.synonyms.join(", ")}</p>
            ) : null}
            {isDiscouraged(weakness) ? <Advice weakness={weakness} nameOf={nameOf} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function heading(count: number, words: string, all: boolean): string {
  if (words === "") return all ? `All ${count} kinds` : `The ${count} usual kinds`;
  return count === 1 ? `One kind fits “${words}”` : `${count} kinds fit “${words}”`;
}

function Advice({ weakness, nameOf }: { weakness: Weakness; nameOf: (id: number) => string | null }) {
  return (
    <div className="mt-1 border-s-2 border-soon ps-3 text-sm">
      <p>CWE advises against naming this one: it is too general, or not a cause. You may all the same.</p>
      {weakness.suggestions.length > 0 ? (
        <>
          <p className="mt-1">These often fit better:</p>
          <ul className="list-disc ps-5">
            {weakness.suggestions.map((id) => (
              <li key={id}>
                <TextLink href={`${WEAKNESS_PAGE}?q=${id}`}>
                  {cweId(id)} {nameOf(id)}
                </TextLink>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
