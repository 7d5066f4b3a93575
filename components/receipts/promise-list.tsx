import { When } from "@/components/ui/when";
import type { ReadPromise } from "@/lib/receipts/reading";

/** The dated promises of a receipt. What is only "about" a day carries its last moment as well. */
export function PromiseList({ promises, zone }: { promises: readonly ReadPromise[]; zone: string }) {
  if (promises.length === 0) return <p>This policy publishes no response times.</p>;
  return (
    <ul className="flex flex-col gap-2 print:gap-0.5">
      {promises.map(({ clock, sentence, due }) => (
        <li key={clock} className="border-s-2 border-accent ps-3">
          {sentence}
          {sentence.includes(": about ") ? (
            <span className="text-ink-soft">
              {" "}
              (Counted to <When at={due} zone={zone} style="dueDate" />
              .)
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
