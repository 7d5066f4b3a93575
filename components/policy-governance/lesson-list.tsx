import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import type { Lesson } from "@/lib/policy/lessons/types";

/** Closed reports that the review has to look at. Whoever may not read reports gets their references. */
export function LessonList({ lessons, zone }: { lessons: readonly Lesson[]; zone: string }) {
  if (lessons.length === 0) {
    return (
      <p className="text-ink-soft">
        No report was marked as a lesson since the last review. A coordinator marks a closed report on its page.
      </p>
    );
  }
  return (
    <>
      <ul className="flex flex-col border-t border-line">
        {lessons.map(({ reference, markedAt, text, readable }) => (
          <li key={reference} className="border-b border-line py-2">
            {readable ? (
              <TextLink href={`/staff/reports/${reference}`} className="font-mono font-semibold">
                {reference}
              </TextLink>
            ) : (
              <span className="font-mono font-semibold">{reference}</span>
            )}{" "}
            <span className="text-ink-soft">
              marked <When at={markedAt} zone={zone} style="date" />
            </span>
            {text ? <p className="max-w-measure whitespace-pre-line">{text}</p> : null}
          </li>
        ))}
      </ul>
      {lessons.some(({ readable }) => !readable) ? (
        <p className="mt-2 text-ink-soft">
          Your role reads no reports. Ask a coordinator what these teach; the references are enough to find them.
        </p>
      ) : null}
    </>
  );
}
