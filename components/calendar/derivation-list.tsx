import type { Derivation } from "@/lib/sla/types";

export function DerivationList({ lines }: { lines: Derivation }) {
  return (
    <ol className="flex flex-col gap-0.5 text-ink-soft">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ol>
  );
}
