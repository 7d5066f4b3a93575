import { buttonClasses } from "@/components/ui/button";
import { controlClasses } from "@/components/ui/control-classes";

/** Words to look for in everything that the reader may read of a program's reports. A plain GET: the address can be sent. */
export function SearchForm({
  path,
  words,
  kept,
}: {
  path: string;
  words: string | undefined;
  /** What else of the address stays, a name for each value. */
  kept: readonly (readonly [name: string, value: string])[];
}) {
  return (
    <search className="min-w-0 max-w-form grow basis-80">
      <form action={path} className="flex flex-wrap items-end gap-2">
        {kept.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <label htmlFor="q" className="w-full font-semibold">
          Search reports, messages and notes
        </label>
        <div className="min-w-0 grow basis-48">
          <input
            id="q"
            type="search"
            name="q"
            defaultValue={words}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            aria-describedby="q-hint"
            className={controlClasses(undefined)}
          />
        </div>
        <button type="submit" className={buttonClasses({ variant: "secondary", className: "max-sm:w-full" })}>
          Search
        </button>
        <p id="q-hint" className="w-full text-sm text-ink-soft">
          Whole words, in any case, with or without accents. A reference and a reporter’s name are found too.
        </p>
      </form>
    </search>
  );
}
