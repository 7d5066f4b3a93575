import { generateURI, verifySync } from "otplib";

/** RFC 6238 §4.1 and §5.2: steps of 30 seconds, one step of tolerance on each side. */
export const TOTP_STEP_SECONDS = 30;

/** The time step whose code this is, or null. A step at or before the last used one never counts again. */
export function acceptedStep(input: {
  secret: string;
  code: string;
  nowMs: number;
  lastUsedStep: number | null;
}): number | null {
  const token = input.code.replace(/[\s-]/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(input.nowMs / 1000);
  const result = verifySync({ secret: input.secret, token, epoch, epochTolerance: TOTP_STEP_SECONDS });
  if (!result.valid) return null;
  const step = Math.floor(epoch / TOTP_STEP_SECONDS) + result.delta;
  return input.lastUsedStep !== null && step <= input.lastUsedStep ? null : step;
}

export function totpAddress(secret: string, email: string, issuer: string): string {
  return generateURI({ issuer, label: email, secret });
}

/** Groups of four, as a person types them. */
export const inGroups = (text: string) => text.match(/.{1,4}/g)?.join(" ") ?? "";
