import { generateSync } from "otplib";
import { expect, test } from "../fixtures";
import { dataDir, linkIn, mailTo } from "../mail";
import { newAddress, PASSWORD } from "../people";
import { runPortal } from "../portal";

test("signs up, confirms the address from the mail, signs in and out", async ({ page }) => {
  const email = newAddress("newcomer");
  await page.goto("/sign-up");
  await page.getByRole("button", { name: "Open the account" }).click();
  await expect(page.getByRole("heading", { name: "There is a problem" })).toBeVisible();
  await expect(page).toHaveTitle(/^Error: /);

  await page.getByLabel("Name").fill("Newcomer");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Open the account" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();

  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "There is a problem" })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);

  const mail = await mailTo(email, "verify_email");
  expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
  const link = linkIn(mail, "/verify-email");
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm the address" }).click();
  await expect(page.getByRole("status")).toContainText("Your e-mail address is confirmed");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("My reports");

  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your address was not confirmed");

  await page.goto("/reports");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await page.goto("/reports");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("a forgotten password ends every session", async ({ page, newResearcher }) => {
  const { email, request } = await newResearcher("forgetful");
  expect((await request.get("/account", { maxRedirects: 0 })).status()).toBe(200);
  await page.goto("/forgot-password");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
  await page.goto(linkIn(await mailTo(email, "reset_password"), "/reset-password"));
  await page.getByLabel("New password").fill(`${PASSWORD} again`);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("Your new password is set and every session was ended.")).toBeVisible();
  expect((await request.get("/account", { maxRedirects: 0 })).status()).toBe(307);
});

test("invited staff read nothing before they have set up and given a second factor", async ({ page }) => {
  const email = newAddress("colleague").replace("@example.org", "@cardihab.example");
  const invited = await runPortal(
    ["staff", "invite", email, "--program", "cardihab", "--role", "triager", "--json"],
    dataDir,
  );
  expect(invited.code, invited.output).toBe(0);
  const path = /\/invite\/[\w-]+/.exec(invited.output)?.[0] ?? "";
  await page.goto(path);
  await expect(page.getByText(email)).toBeVisible();
  await page.getByLabel("Name").fill("New colleague");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Accept and go on to the second factor" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set up your second factor");
  await page.goto("/staff/triage");
  await expect(page).toHaveURL(/\/mfa\/setup/);

  await page.getByRole("button", { name: "Start" }).click();
  const secret = (await page.getByText(/^Key:/).locator("code").innerText()).replaceAll(/\s/g, "");
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("heading", { name: "There is a problem" })).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(generateSync({ secret }));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your recovery codes");
  const [recovery = ""] = await page.getByRole("main").getByRole("listitem").allInnerTexts();
  await page.getByRole("link", { name: "I have kept them, continue" }).click();
  await page.goto("/staff/triage");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Triage");

  const signIn = async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByText("You are signed out.")).toBeVisible();
    await page.goto("/sign-in?next=%2Fstaff%2Ftriage");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Give your second factor");
  };
  await signIn();
  // One code counts once: the next one is within the tolerance of one step.
  await page
    .getByLabel("Code", { exact: true })
    .fill(generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 }));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Triage");

  await signIn();
  await page.getByRole("link", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(recovery);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Triage");
});
