import { expect, test } from "vitest";
import { browser, confirmedAccount, fresh, refusal, visitor } from "./accounts.test-data";
import { requestPasswordReset } from "./mutations/reset-password";
import { signIn } from "./mutations/sign-in";

/** Medians of each, taken in turn: whatever else the machine does meets them alike. */
async function mediansMs(tries: number, ...each: (() => Promise<unknown>)[]): Promise<number[]> {
  const times: number[][] = each.map(() => []);
  for (let i = 0; i < tries; i += 1) {
    for (const [index, once] of each.entries()) {
      const started = performance.now();
      await once();
      times[index]?.push(performance.now() - started);
    }
  }
  return times.map((some) => some.sort((a, b) => a - b)[Math.floor(tries / 2)] ?? 0);
}

/** Wide enough for a busy machine; the hash that a shortcut would save costs more. */
const MARGIN_MS = 15;

test("an unknown address costs a sign-in as much as a known one, and a reset the same floor", async () => {
  const { email } = await confirmedAccount();
  const attempt = (address: string, network: string) =>
    refusal(signIn(visitor(), { ...browser, network, email: address, password: "wrong but long enough" }));
  await attempt(fresh(), "192.0.2.1");
  const [known = 0, unknown = 0] = await mediansMs(
    9,
    () => attempt(email, "192.0.2.2"),
    () => attempt(fresh(), "192.0.2.3"),
  );
  expect(Math.abs(known - unknown)).toBeLessThan(Math.max(MARGIN_MS, known / 2));

  const reset = (address: string) => requestPasswordReset(visitor(), { ...browser, email: address });
  const resets = await mediansMs(
    3,
    () => reset(email),
    () => reset(fresh()),
  );
  expect(Math.min(...resets)).toBeGreaterThanOrEqual(249);
});
