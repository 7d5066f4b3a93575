/** Calendar days after being asked (desk.md §9). */
export const REMIND_AFTER_DAYS = 7;
export const DEFAULT_AFTER_DAYS = 14;

const DAY_MS = 86_400_000;

/** Somebody who was asked to agree to a line that others set, and has not answered. Instants in UTC. */
export type Waiting = { askedAt: Date; remindedAt: Date | null; hasWish: boolean };

/**
 * What the daily round does about it: one reminder after a week; after two the party's own wish is what prints. Where
 * they wished nothing, silence is no agreement: then nothing is printed, ever.
 */
export function nextStep({ askedAt, remindedAt, hasWish }: Waiting, now: Date): "remind" | "default" | null {
  const days = (now.getTime() - askedAt.getTime()) / DAY_MS;
  if (hasWish && days >= DEFAULT_AFTER_DAYS) return "default";
  return remindedAt === null && days >= REMIND_AFTER_DAYS && days < DEFAULT_AFTER_DAYS ? "remind" : null;
}
