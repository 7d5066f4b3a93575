import { randomBytes } from "node:crypto";
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { generateSync } from "otplib";
import postgres from "postgres";
import { connectionOptions } from "../db/client";
import { findRunningDatabase } from "../db/embedded";
import { dataDir, linkIn, mailTo } from "./mail";
import { open, send } from "./plain-form";

export type Program = "smile-digital-health" | "cardihab";
export type Staff = "triager" | "coordinator" | "cpso" | "ceo" | "privacy" | "auditor" | "admin";

export const PASSWORD = "seven lanterns on the pier";
export const DEMONSTRATION_PASSWORD = "quiet-harbour-demonstration";

export const staffAddress = (role: Staff, program: Program) => `${role}@${program}.example`;
export const newAddress = (name: string) => `${name}-${randomBytes(5).toString("hex")}@example.org`;

/** The whole suite is one network, and opens more accounts in an hour than one may. */
async function forgiveSignUps(): Promise<void> {
  const urls = await findRunningDatabase(dataDir);
  if (!urls) return;
  const sql = postgres({ ...connectionOptions(urls.owner), max: 1 });
  try {
    await sql`delete from rate_limits where key like 'sign-up:network:%' or key like 'account-mail:network:%'`;
  } finally {
    await sql.end();
  }
}

let opened = 0;

/** A new account, its address confirmed through the mailed link, signed in. */
export async function becomeResearcher(request: APIRequestContext, name = "researcher"): Promise<string> {
  const email = newAddress(name);
  opened += 1;
  if (opened % 10 === 0) await forgiveSignUps();
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

/** Opens an account by an invitation and sets up an authenticator, as everybody of the team does; its secret. */
export async function acceptInvitation(page: Page, link: string): Promise<string> {
  await page.goto(link);
  await page.getByLabel("Name").fill("Pat Example");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Accept and go on to the second factor" }).click();
  await page.getByRole("button", { name: "Start" }).click();
  const secret = (await page.getByText(/^Key:/).locator("code").innerText()).replaceAll(/\s/g, "");
  await page.getByLabel("Code", { exact: true }).fill(generateSync({ secret }));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your recovery codes");
  return secret;
}
