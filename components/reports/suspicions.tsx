import { Notice } from "@/components/ui/notice";

/** Why a report should be read with care. Says nothing about whether it is right: that is for its reader. */
export function Suspicions({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Notice kind="warning" title="Read with care">
      <ul className="list-disc ps-5">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="mt-1">That says nothing about whether the report is right.</p>
    </Notice>
  );
}
