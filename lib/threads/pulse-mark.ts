/** What a mark is made of: the acts that the reader's side should hear of. */
export type PulseFacts = { version: number; receivedAt: Date; reporterAt: Date; staffPublicAt: Date | null };

/**
 * A mark that changes when something new stands on a report's page for this side. The reporter's mark
 * moves with public acts of the team only, so that it tells nothing about notes or unseen work.
 */
export function pulseMark(side: "reporter" | "staff", facts: PulseFacts): string {
  const staffAt = facts.staffPublicAt?.getTime() ?? 0;
  if (side === "reporter") return String(Math.max(staffAt, facts.receivedAt.getTime()));
  return `${facts.version}-${Math.max(staffAt, facts.reporterAt.getTime())}`;
}
