import { When } from "@/components/ui/when";
import type { WithheldAnswer } from "@/lib/reports/redaction";

/** Which answers are gone, when and why; said alike to both sides. */
export function WithheldAnswers({ withheld, zone }: { withheld: readonly WithheldAnswer[]; zone: string }) {
  if (withheld.length === 0) return null;
  return (
    <section aria-labelledby="withheld" className="mt-6 border-s-2 border-line-strong ps-4">
      <h3 id="withheld" className="font-semibold">
        Withheld
      </h3>
      <p className="text-ink-soft">
        The team removed these answers for good. The receipt still commits to them, and everything else still verifies.
      </p>
      <ul className="mt-2 flex flex-col gap-2">
        {withheld.map(({ key, label, reason, at }) => (
          <li key={key}>
            <span className="font-semibold">{label}</span>, <When at={at} zone={zone} />
            <span className="block whitespace-pre-line">{reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
