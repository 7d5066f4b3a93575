import type { Actor, Membership } from "../auth/policy";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Staff: idle 30 minutes, 12 hours in all (NIST SP 800-63B-4 §2.2.3, ASVS 5.0 V7.3). Researchers: 30 days. */
export const STAFF_IDLE_MS = 30 * MINUTE;
export const STAFF_ABSOLUTE_MS = 12 * HOUR;
export const SESSION_MS = 30 * DAY;
/** How long a second factor that was asked for again counts: long enough to correct a form, too short to leave a desk. */
export const STEP_UP_MS = 5 * MINUTE;
/** `last_seen_at` is written at most this often. */
export const LAST_SEEN_STEP_MS = MINUTE;

/** What one statement reads about a session that has not been ended. Instants are milliseconds of real time. */
export type SessionFacts = {
  accountId: string;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
  secondFactorAt: number | null;
  /** When the second factor was last asked for again. */
  stepUpAt: number | null;
  deactivated: boolean;
  /** A confirmed second factor is set up, whatever the account's roles. */
  hasFactor: boolean;
  memberships: readonly Membership[];
};

/** Whether a session is over at `now`. A membership makes the short limits apply at once. */
export function isSessionOver(session: SessionFacts, now: number): boolean {
  if (session.deactivated || now >= session.expiresAt) return true;
  if (session.memberships.length === 0) return false;
  return now - session.lastSeenAt >= STAFF_IDLE_MS || now - session.createdAt >= STAFF_ABSOLUTE_MS;
}

/** Who a session stands for. Whoever has a role or a second factor is `pending` until that factor was given. */
export function actorOfSession(session: SessionFacts | null, now: number): Actor {
  if (!session || isSessionOver(session, now)) return { kind: "anonymous" };
  const { accountId, memberships, secondFactorAt, stepUpAt, hasFactor } = session;
  if (secondFactorAt === null && (memberships.length > 0 || hasFactor)) return { kind: "pending", accountId };
  const steppedUp = stepUpAt !== null && now - stepUpAt < STEP_UP_MS;
  if (memberships.length > 0) return { kind: "staff", accountId, memberships, ...(steppedUp ? { steppedUp } : {}) };
  return { kind: "researcher", accountId };
}
