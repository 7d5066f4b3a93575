/** Time in which the writer of a message can take it back before anybody else reads it or is told. */
export const HOLD_MS = 10_000;

/**
 * When a held message counts for clocks: the moment at which Send was pressed, never before something else that the
 * ledger has written down meanwhile, so that its times do not run backwards.
 */
export function countsFrom(sentAt: Date, lastEventAt: Date | null): Date {
  return lastEventAt !== null && lastEventAt > sentAt ? lastEventAt : sentAt;
}
