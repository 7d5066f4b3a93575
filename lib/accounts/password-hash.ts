import { availableParallelism } from "node:os";
import { hash, parseOptions, verify } from "@node-rs/argon2";
import { PortalError } from "../errors";

/** Argon2id, m = 19 MiB, t = 2, p = 1 (OWASP Password Storage). The library's default algorithm is Argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };
/** One core stays free for pages; whoever would wait behind this many others is sent away. */
const AT_ONCE = Math.max(1, availableParallelism() - 1);
const MAX_WAITING = 100;

/** Of random bytes nobody knows, in the form of today's cost: what an unknown address is checked against. */
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$c2FmZS1oYXJib3VyLTE2Yg$7mHqNTO0lJCV3eSVYlH4jJpKq3gQm2pYx1o5cV8m9mE";

let busy = 0;
const waiting: (() => void)[] = [];

async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) {
      throw new PortalError("RATE_LIMITED", "Too many people are signing in. Try again in a minute.", undefined, 60);
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else busy += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
}

/** One form for a password typed on any keyboard (RFC 8265 §4.2.2). */
const prepared = (password: string) => password.normalize("NFC");

export function hashPassword(password: string, pepper: Uint8Array): Promise<string> {
  return oneOfFew(() => hash(prepared(password), { ...COST, secret: pepper }));
}

/** Takes as long for an account that does not exist (`stored` null) as for one that does. */
export async function isPassword(stored: string | null, password: string, pepper: Uint8Array): Promise<boolean> {
  const matches = await oneOfFew(() => verify(stored ?? NOBODY, prepared(password), { secret: pepper }));
  return stored !== null && matches;
}

/** Whether a stored hash was made with less than today's cost. */
export function needsRehash(stored: string): boolean {
  const used = parseOptions(stored);
  return used.memoryCost < COST.memoryCost || used.timeCost < COST.timeCost;
}
