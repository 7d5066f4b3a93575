import { TextLink } from "@/components/ui/text-link";
import type { SplitView } from "@/lib/reports/split-views";

/** Which reports belong together since a split; said alike to both sides. */
export function SplitFamily({ split, base }: { split: SplitView; base: string }) {
  if (split.from !== null) {
    return (
      <p className="border-s-2 border-line-strong ps-4">
        Split from <TextLink href={`${base}/${split.from}`}>{split.from}</TextLink>. The time of its first receipt
        counts here. The team chose the title and put the answers together.
      </p>
    );
  }
  if (split.into.length === 0) return null;
  return (
    <div className="border-s-2 border-line-strong ps-4">
      <p>Split off from this report, each with its own thread and the same time of receipt:</p>
      <ul className="flex flex-wrap gap-x-4">
        {split.into.map((reference) => (
          <li key={reference}>
            <TextLink href={`${base}/${reference}`} className="inline-block py-1 pointer-coarse:py-2.5">
              {reference}
            </TextLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
