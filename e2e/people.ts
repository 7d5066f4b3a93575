import { randomBytes } from "node:crypto";
import { type APIRequestContext, expect } from "@playwright/test";
import { linkIn, mailTo } from "./mail";
import { open, send } from "./plain-form";

export type Program = "smile-digital-health" | "cardihab";
export type Staff = "triager" | "coordinator" | "cpso" | "ceo" | "privacy" | "auditor" | "admin";

export const PASSWORD = "seven lanterns on the pier";
export const DEMONSTRATION_PASSWORD = "quiet-harbour-demonstration";

export const staffAddress = (role: Staff, program: Program) => `${role}@${program}.example`;
export const newAddress = (name: string) => `${name}-${randomBytes(5).toString("hex")}@example.org`;

/** A new account, its address confirmed through the mailed link, signed in. */
export async function becomeResearcher(request: APIRequestContext, name = "researcher"): Promise<string> {
  const email = newAddress(name);
  const asked = await send(request, "/sign-up", "Open the account", { displayName: name, email, password: PASSWORD });
  expect(asked.html).toContain("Check your mail");
  const link = linkIn(await mailTo(email, "verify_email"), "/verify-email");
  await send(request, link, "Confirm the address");
  const home = await send(request, "/sign-in", "Password", { email, password: PASSWORD });
  expect(new URL(home.url).pathname).toBe("/reports");
  return email;
}

/** Presses the button of the demonstration: the second factor counts as given. */
export async function becomeListed(request: APIRequestContext, email: string): Promise<void> {
  const page = await open(request, "/sign-in");
  const there = await send(request, page, `as ${email}`, { email });
  expect(new URL(there.url).pathname).not.toBe("/sign-in");
}
