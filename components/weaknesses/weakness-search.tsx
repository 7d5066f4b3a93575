import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox-group";
import { TextInput } from "@/components/ui/text-input";
import { WEAKNESS_PAGE } from "@/lib/weaknesses/addresses";

/** The question as a plain GET form: its address can be kept and sent on. */
export function WeaknessSearch({ words, all }: { words: string; all: boolean }) {
  return (
    <form action={WEAKNESS_PAGE} className="flex max-w-form flex-col gap-5">
      <TextInput
        name="q"
        label="Number or word"
        hint="Like 79, “injection” or “password”"
        type="search"
        defaultValue={words}
        autoComplete="off"
        spellCheck={false}
      />
      <Checkbox name="all" value="1" label="Search all of them, not only the usual ones" defaultChecked={all} />
      <div>
        <Button type="submit">Search</Button>
      </div>
    </form>
  );
}
