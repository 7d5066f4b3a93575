import type { Page } from "@playwright/test";
import { generateSync } from "otplib";
import { expect, test } from "../fixtures";
import { dataDir } from "../mail";
import { acceptInvitation, newAddress } from "../people";
import { draftInReview } from "../policy-drafts";
import { runPortal } from "../portal";

const PROGRAM = "cardihab";

/** Invites somebody by the operator's command, who then sets up an authenticator; its secret. */
async function join(page: Page, role: "policy_owner" | "executive"): Promise<string> {
  const invited = await runPortal(
    ["staff", "invite", newAddress(role.replace("_", "-")), "--program", PROGRAM, "--role", role, "--json"],
    dataDir,
  );
  return acceptInvitation(page, /\/invite\/[\w-]+/.exec(invited.output)?.[0] ?? "");
}

async function fillIn(page: Page, button: string, code: string): Promise<void> {
  await page.getByRole("checkbox", { name: /^I have read/ }).check();
  await page.getByLabel("Your full name").fill("Pat Example");
  await page.getByLabel("Your role").fill("Chief of something");
  await page.getByLabel("Your second factor, again").fill(code);
  await page.getByRole("button", { name: button }).click();
}

/** One code counts once: the one after the enrolment's is within the tolerance of a step. */
const nextCode = (secret: string) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 });

test("a signature takes the code of a real authenticator, again, and dies when the text changes", async ({
  browser,
  baseURL,
  staff,
}) => {
  test.setTimeout(120_000);
  const coordinator = await staff("coordinator", PROGRAM);
  const draft = `/staff/policies/${await draftInReview(coordinator.request, PROGRAM)}`;
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  const page = await context.newPage();
  const secret = await join(page, "policy_owner");

  await page.goto(`${draft}/sign`);
  // What was set up a moment ago does not count: it is asked for again.
  await fillIn(page, "Sign this version", "000000");
  await expect(page.getByRole("region", { name: "There is a problem" })).toBeFocused();
  await expect(page.getByLabel("Your full name")).toHaveValue("Pat Example");
  await page.getByLabel("Your second factor, again").fill(nextCode(secret));
  await page.getByRole("checkbox", { name: /^I have read/ }).check();
  await page.getByRole("button", { name: "Sign this version" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your signature is kept." })).toBeVisible();

  const editor = await coordinator.page();
  await editor.goto(`${draft}/edit/2.7`);
  await editor.getByRole("textbox", { name: "Text" }).fill("Thank you. You help to keep patient data safe.");
  await expect(editor.getByRole("status").filter({ hasText: /^Saved \d\d:\d\d/ })).toBeVisible();
  await page.goto(draft);
  await expect(page.getByText("Send it to review.")).toBeVisible();
  await expect(page.getByText("Review and sign exactly this text.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Publish version/ })).toHaveCount(0);
  await context.close();
});

test("a major revision takes the executive's own authenticator too, and another person's hand", async ({
  browser,
  baseURL,
  staff,
}) => {
  test.setTimeout(120_000);
  const coordinator = await staff("coordinator", PROGRAM);
  const draft = `/staff/policies/${await draftInReview(coordinator.request, PROGRAM)}`;
  const editor = await coordinator.page();
  await editor.goto(`${draft}/edit/2.2`);
  await editor.getByRole("textbox", { name: "Amount" }).first().fill("9");
  await expect(editor.getByRole("status").filter({ hasText: /^Saved \d\d:\d\d/ })).toBeVisible();
  await editor.goto(draft);
  await expect(editor.getByText("Major: it needs the executive’s approval too")).toBeVisible();
  await editor.getByRole("button", { name: "Send to review" }).click();
  await expect(editor.getByRole("status").filter({ hasText: "It was sent to review" })).toBeVisible();

  const somebody = async (role: "policy_owner" | "executive") => {
    const context = await browser.newContext(baseURL ? { baseURL } : {});
    const page = await context.newPage();
    return { page, secret: await join(page, role) };
  };
  const [owner, executive] = [await somebody("policy_owner"), await somebody("executive")];
  const approve = executive.page.getByRole("button", { name: "Approve this version" });
  await executive.page.goto(`${draft}/approve`);
  await expect(approve).toHaveCount(0);
  await owner.page.goto(`${draft}/sign`);
  await fillIn(owner.page, "Sign this version", nextCode(owner.secret));
  await expect(owner.page.getByRole("status").filter({ hasText: "Your signature is kept." })).toBeVisible();
  await expect(owner.page.getByRole("button", { name: /^Publish version/ })).toHaveCount(0);

  await executive.page.reload();
  // The code of another person's authenticator is not the executive's.
  await fillIn(executive.page, "Approve this version", nextCode(owner.secret));
  await expect(executive.page.getByRole("region", { name: "There is a problem" })).toBeFocused();
  await fillIn(executive.page, "Approve this version", nextCode(executive.secret));
  await expect(executive.page.getByRole("status").filter({ hasText: "Your approval is kept." })).toBeVisible();
  await expect(executive.page.getByRole("button", { name: /^Publish version/ })).toHaveCount(0);
  await owner.page.reload();
  await expect(owner.page.getByRole("button", { name: /^Publish version/ })).toBeVisible();
  for (const { page } of [owner, executive]) await page.context().close();
});
