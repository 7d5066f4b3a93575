import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { mailsTo } from "../mail";
import { newAddress } from "../people";
import { open } from "../plain-form";

const WHAT = "The list of appointments opens without a session, at the address of a clinic.";
const REFERENCE = /CDH-[0-9A-Z]{4}-[0-9A-Z]{4}/;

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const here = document.activeElement;
      const label = here instanceof HTMLInputElement || here instanceof HTMLTextAreaElement ? here.labels?.[0] : here;
      return label?.textContent?.trim() ?? "";
    });
    if (at.startsWith(wanted)) return;
  }
  throw new Error(`60 presses of Tab do not reach "${wanted}"`);
}

test("exposed data is reported from any page by keyboard alone in less than a minute; each opening is shown", async ({
  browser,
  baseURL,
  staff,
}) => {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await page.goto("/programs/cardihab/policy/history");
  const began = Date.now();
  await tabTo(page, "Saw someone’s data?");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Stop testing here, and tell us");
  await tabTo(page, "Smile");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await tabTo(page, "What did you see, and where?");
  await page.keyboard.type(WHAT);
  await tabTo(page, "Send the urgent notice");
  await page.keyboard.press("Enter");
  const shown = page.getByRole("region", { name: "Your urgent notice was received" });
  await expect(shown.getByRole("heading")).toBeFocused();
  expect(Date.now() - began).toBeLessThan(60_000);
  const reference = REFERENCE.exec(await shown.innerText())?.[0] ?? "";
  expect(reference).not.toBe("");
  await tabTo(page, "I have kept it");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Report received");

  const onCall = async () => (await mailsTo("on-call@cardihab.example", "staff_news")).map(({ subject }) => subject);
  await expect.poll(onCall, { timeout: 15_000 }).toContain(`[${reference}] Urgent notice`);
  for (const role of ["triager", "coordinator", "admin"] as const) {
    const { request } = await staff(role, "cardihab");
    expect((await request.get(`/staff/reports/${reference}`)).status(), role).toBe(404);
  }
  const officer = await staff("privacy", "cardihab");
  expect((await open(officer.request, "/staff/urgent")).html).toContain(reference);
  expect((await open(officer.request, `/staff/reports/${reference}`)).html).toContain(WHAT);
  await page.goto(`/reports/${reference}`);
  await expect(page.getByText("Opened by Privacy officer.")).toBeVisible();

  await page.getByRole("button", { name: "Complete the full report" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Is it in scope?");
  await context.close();
});

test("without JavaScript the notice is sent, and completed from another browser that has only the code", async ({
  browser,
  baseURL,
}) => {
  const noScripts = { baseURL, javaScriptEnabled: false };
  const [here, there] = [await browser.newContext(noScripts), await browser.newContext(noScripts)];
  const page = await here.newPage();
  await page.goto("/help");
  await page.getByRole("link", { name: "Saw someone’s data?" }).click();
  await page.getByRole("radio", { name: "Cardihab" }).check();
  await page.getByRole("button", { name: "Send the urgent notice" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByRole("radio", { name: "Cardihab" })).toBeChecked();
  await page.getByLabel("What did you see, and where?").fill(WHAT);
  await page.getByRole("button", { name: "Send the urgent notice" }).click();
  const said = await page.getByRole("region", { name: "Your urgent notice was received" }).innerText();
  const reference = REFERENCE.exec(said)?.[0] ?? "";
  const code = /(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}/.exec(said)?.[0] ?? "";

  const other = await there.newPage();
  await other.goto("/track");
  await other.getByLabel("Reference").fill(reference);
  await other.getByLabel("Receipt code").fill(code);
  await other.getByRole("button", { name: "Open the report" }).click();
  await other.getByRole("button", { name: "Complete the full report" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Is it in scope?");
  await here.close();
  await there.close();
});

test("a privacy officer says who is on call: with a real test mail, and nobody else can", async ({ staff }) => {
  const settings = "/staff/settings/on-call?program=smile-digital-health";
  for (const role of ["triager", "coordinator", "cpso", "ceo", "auditor"] as const) {
    const { request } = await staff(role, "smile-digital-health");
    expect((await request.get(settings)).status(), role).toBe(404);
  }
  expect((await (await staff("privacy", "cardihab")).request.get(settings)).status()).toBe(404);
  expect((await (await staff("admin", "smile-digital-health")).request.get(settings)).status()).toBe(200);

  const page = await (await staff("privacy", "smile-digital-health")).page({ javaScriptEnabled: false });
  await page.goto(settings);
  await page.getByLabel("Address on call").fill("nowhere");
  await page.getByRole("button", { name: "Put it on call and send a test" }).click();
  await expect(page).toHaveTitle("Error: On call – Safe Harbour");
  const address = newAddress("pager");
  await page.getByLabel("Address on call").fill(address);
  await page.getByRole("button", { name: "Put it on call and send a test" }).click();
  await expect(page.getByText("The address is on call, and a test mail is on its way to it")).toBeVisible();
  const subjects = async (template: string, to: string) => (await mailsTo(to, template)).map(({ subject }) => subject);
  await expect.poll(() => subjects("on_call_test", address)).toEqual(["Test: this address is on call"]);
  const before = "on-call@smile-digital-health.example";
  await expect.poll(() => subjects("on_call_ended", before)).toEqual(["This address is no longer on call"]);
});
