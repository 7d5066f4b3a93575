import type { ClockStatus } from "@/lib/sla/types";
import { promiseSentence, RIGIDITY_WORDS } from "@/lib/sla/wording";
import { ClockChip } from "./clock-chip";

/** How the due date came about, in sentences. */
export function derivationText(status: ClockStatus): string {
  const source = status.ours
    ? `Our own aim: ${promiseSentence(status)}`
    : `The policy says: ${RIGIDITY_WORDS[status.rigidity].toLowerCase()}, ${promiseSentence(status)}`;
  return `${[...status.because, source].join(". ")}.`;
}

/** The chip with its derivation, which opens beneath it without scripts. */
export function ClockDetails({ status }: { status: ClockStatus }) {
  return (
    <details className="group/clock">
      <summary className="w-fit list-none rounded-md pointer-coarse:py-2.5 [&::-webkit-details-marker]:hidden">
        <ClockChip
          status={status}
          className="after:-mt-0.5 after:ms-1 after:size-1.5 after:shrink-0 after:rotate-45 after:border-e after:border-b after:border-current group-open/clock:after:mt-0.5 group-open/clock:after:-rotate-135"
        />
      </summary>
      <p className="my-1 max-w-96 border-s-2 border-line ps-2 text-xs whitespace-normal text-ink-soft">
        {derivationText(status)}
      </p>
    </details>
  );
}
