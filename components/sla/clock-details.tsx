import type { ClockStatus } from "@/lib/sla/types";
import { CLOCK_LABELS, clockWords, promiseSentence, RIGIDITY_WORDS } from "@/lib/sla/wording";
import { ClockDisclosure } from "./clock-mark";

/** How the due date came about, in sentences. */
export function derivationText(status: ClockStatus): string {
  const source = status.ours
    ? `Our own aim: ${promiseSentence(status)}`
    : `The policy says: ${RIGIDITY_WORDS[status.rigidity].toLowerCase()}, ${promiseSentence(status)}`;
  return `${[...status.because, source].join(". ")}.`;
}

/** The sentences of a clock, then those of the clocks that stand beside it. */
export function derivationLines(status: ClockStatus, others: readonly ClockStatus[] = []): string[] {
  return [derivationText(status), ...others.map((other) => `${CLOCK_LABELS[other.clock]}: ${derivationText(other)}`)];
}

/** The chip with its derivation, which opens beneath it without scripts. */
export function ClockDetails({ status }: { status: ClockStatus }) {
  return <ClockDisclosure state={status.state} words={clockWords(status)} lines={derivationLines(status)} />;
}
