import { expect, test } from "vitest";
import { browser, confirmedAccount, fresh, refusal, visitor } from "./accounts.test-data";
import { requestPasswordReset } from "./mutations/reset-password";
import { signIn } from "./mutations/sign-in";

async function medianMs(tries: number, once: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < tries; i += 1) {
    const started = performance.now();
    await once();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(tries / 2)] ?? 0;
}

/** Wide enough for a busy machine; the hash that a shortcut would save costs more. */
const MARGIN_MS = 15;

test("an unknown address costs a sign-in as much as a known one, and a reset the same floor", async () => {
  const { email } = await confirmedAccount();
  const attempt = (address: string, network: string) =>
    refusal(signIn(visitor(), { ...browser, network, email: address, password: "wrong but long enough" }));
  await attempt(fresh(), "192.0.2.1");
  const known = await medianMs(9, () => attempt(email, "192.0.2.2"));
  const unknown = await medianMs(9, () => attempt(fresh(), "192.0.2.3"));
  expect(Math.abs(known - unknown)).toBeLessThan(Math.max(MARGIN_MS, known / 2));

  const reset = (address: string) => requestPasswordReset(visitor(), { ...browser, email: address });
  const knownReset = await medianMs(3, () => reset(email));
  const unknownReset = await medianMs(3, () => reset(fresh()));
  expect(Math.min(knownReset, unknownReset)).toBeGreaterThanOrEqual(249);
});
