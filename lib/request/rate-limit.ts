import "server-only";
import { isIPv6 } from "node:net";
import { type RateLimiterAbstract, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "@/db/client";
import { appSecret } from "@/lib/env/env";
import { PortalError } from "@/lib/errors";
import { lookupHash } from "@/lib/vault/lookup";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Points in a window of `seconds` (security.md C30). Sign-ins give their point back when they
 * succeed, so these count failures. A window of 0 never ends by itself.
 */
export const LIMITS = {
  "sign-in:account": { points: 10, seconds: 15 * MINUTE },
  "sign-in:network": { points: 30, seconds: 15 * MINUTE },
  "sign-up:network": { points: 100, seconds: HOUR },
  "second-factor:account": { points: 5, seconds: 15 * MINUTE },
  "second-factor:ever": { points: 100, seconds: 0 },
  "recovery-code:account": { points: 5, seconds: HOUR },
  "account-mail:recipient": { points: 3, seconds: HOUR },
  "account-mail:network": { points: 100, seconds: HOUR },
  "report:account": { points: 20, seconds: 24 * HOUR },
  "upload:draft": { points: 30, seconds: HOUR },
  "upload-megabytes:writer": { points: 1024, seconds: 24 * HOUR },
  "guest-code:network": { points: 10, seconds: 15 * MINUTE },
  "guest-code:everybody": { points: 200, seconds: HOUR },
  "guest-report:network": { points: 5, seconds: HOUR },
  "guest-report:everybody": { points: 60, seconds: HOUR },
  "guest-draft:network": { points: 60, seconds: HOUR },
  "guest-link:network": { points: 10, seconds: HOUR },
  "guest-link:recipient": { points: 3, seconds: HOUR },
  "mailed-report:sender": { points: 20, seconds: 24 * HOUR },
  "mail-acknowledgement:recipient": { points: 1, seconds: 24 * HOUR },
  "webhook-by-hand:endpoint": { points: 60, seconds: HOUR },
  "inquiry:network": { points: 20, seconds: HOUR },
  "inquiry-message:inquiry": { points: 20, seconds: HOUR },
  /** How many refusals of one person the ledger takes: more of them say nothing new. */
  "refusal:account": { points: 30, seconds: HOUR },
  "demonstration:network": { points: 3000, seconds: HOUR },
} as const;
export type Limit = keyof typeof LIMITS;

/** The launcher overwrites this header with the address of the socket, or with what its one proxy says. */
export const PEER_HEADER = "x-forwarded-for";

/** What limits by address count: an IPv4 address, or the /64 of an IPv6 one. Without a launcher: this machine. */
export function networkOf(peer: string | null): string {
  if (!peer) return "127.0.0.1";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(peer)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(peer)) return peer;
  const [head = "", tail] = peer.split("%", 1)[0]?.split("::") ?? [];
  const groups = head === "" ? [] : head.split(":");
  const end = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? [] : new Array<string>(Math.max(0, 8 - groups.length - end.length)).fill("0");
  const network = [...groups, ...zeros, ...end].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

const kept = new WeakMap<Database, Map<Limit, RateLimiterAbstract>>();

function limiterOf(db: Database, limit: Limit): RateLimiterAbstract {
  const limiters = kept.get(db) ?? new Map<Limit, RateLimiterAbstract>();
  kept.set(db, limiters);
  const present = limiters.get(limit);
  if (present) return present;
  const made = new RateLimiterPostgres({
    storeClient: {
      // The store's own statements; every value is a parameter.
      query: async ({ text, values }: { text: string; values: (string | number | null)[] }) => {
        const rows = await db.$client.unsafe(text, values, { prepare: true });
        return { rows, rowCount: rows.count };
      },
    },
    storeType: "client",
    tableName: "rate_limits",
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: limit,
    points: LIMITS[limit].points,
    duration: LIMITS[limit].seconds,
  });
  limiters.set(limit, made);
  return made;
}

/** The table holds no address: keys are HMACs. */
const keyOf = (limit: Limit, subject: string) =>
  lookupHash(appSecret(), `limit:${limit}`, subject).toString("base64url");

/** Takes one point, or several. @throws PortalError RATE_LIMITED with the seconds to wait. */
export async function takePoint(db: Database, limit: Limit, subject: string, points = 1): Promise<void> {
  try {
    await limiterOf(db, limit).consume(keyOf(limit, subject), points);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw rateLimited(refused.msBeforeNext);
  }
}

/** Gives back the point of a try that turned out right. */
export async function returnPoint(db: Database, limit: Limit, subject: string): Promise<void> {
  await limiterOf(db, limit).reward(keyOf(limit, subject));
}

export async function forgetPoints(db: Database, limit: Limit, subject: string): Promise<void> {
  await limiterOf(db, limit).delete(keyOf(limit, subject));
}

function rateLimited(msBeforeNext: number): PortalError {
  if (msBeforeNext < 0) {
    return new PortalError("RATE_LIMITED", "Too many tries. Use a recovery code, or ask an administrator for help.");
  }
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  const minutes = Math.ceil(seconds / MINUTE);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return new PortalError("RATE_LIMITED", `Too many tries. Try again in ${wait}.`, undefined, seconds);
}
