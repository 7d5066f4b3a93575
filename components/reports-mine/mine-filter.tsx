import { buttonClasses } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { TextLink } from "@/components/ui/text-link";
import type { MineFilter as Filter, MineShown } from "@/lib/reports/mine/schema";

const SHOWN: readonly { value: MineShown; label: string }[] = [
  { value: "all", label: "All reports" },
  { value: "you", label: "Waiting on you" },
  { value: "new", label: "New from the team" },
  { value: "open", label: "Open" },
  { value: "closed", label: "Decided or closed" },
];

/** Narrows one's own reports, in an address that can be kept. Works without scripts. */
export function MineFilter({ filter }: { filter: Filter }) {
  const filtered = filter.show !== "all" || filter.find !== "";
  return (
    <form action="/reports" className="flex flex-wrap items-end gap-x-4 gap-y-3">
      <Select name="show" label="Show" options={SHOWN} defaultValue={filter.show} />
      <TextInput
        name="find"
        label="Find by your reference, ours or the title"
        type="search"
        defaultValue={filter.find}
      />
      <button type="submit" className={buttonClasses({ variant: "secondary" })}>
        Filter
      </button>
      {filtered ? <TextLink href="/reports">Show all</TextLink> : null}
    </form>
  );
}
