import type { ClockStatus } from "@/lib/sla/types";
import { CLOCK_LABELS, promiseSentence, RIGIDITY_WORDS } from "@/lib/sla/wording";
import { ClockChip } from "./clock-chip";

/** How the due date came about, in sentences. */
export function derivationText(status: ClockStatus): string {
  const source = status.ours
    ? `Our own aim: ${promiseSentence(status)}`
    : `The policy says: ${RIGIDITY_WORDS[status.rigidity].toLowerCase()}, ${promiseSentence(status)}`;
  return `${[...status.because, source].join(". ")}.`;
}

/**
 * The chip with its derivation, which opens beneath it without scripts; with the derivations of the clocks that stand
 * beside it in a row.
 */
export function ClockDetails({ status, others = [] }: { status: ClockStatus; others?: readonly ClockStatus[] }) {
  return (
    <details className="group/clock">
      <summary className="w-fit list-none rounded-md pointer-coarse:py-2.5 [&::-webkit-details-marker]:hidden">
        <ClockChip
          status={status}
          className="after:-mt-0.5 after:ms-1 after:size-1.5 after:shrink-0 after:rotate-45 after:border-e after:border-b after:border-current group-open/clock:after:mt-0.5 group-open/clock:after:-rotate-135"
        />
      </summary>
      <div className="my-1 flex max-w-96 flex-col gap-1 border-s-2 border-line ps-2 text-xs text-ink-soft">
        <p>{derivationText(status)}</p>
        {others.map((other) => (
          <p key={`${other.clock}-${other.run}`}>{`${CLOCK_LABELS[other.clock]}: ${derivationText(other)}`}</p>
        ))}
      </div>
    </details>
  );
}
