import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, type Person, test } from "../fixtures";
import { staffAddress } from "../people";
import { open, send } from "../plain-form";
import { type Portal, runPortal, startPortal } from "../portal";
import { draftOf, sendReport, writeDraft } from "../reports";

const port = 3947;
const PROGRAM = "smile-digital-health";
const POLICY = `/programs/${PROGRAM}/policy`;
const RESEARCHER = "researcher-a@example.org";
const dataDir = mkdtempSync(join(tmpdir(), "portal-policy-life-"));
let portal: Portal;

test.use({ baseURL: `http://127.0.0.1:${port}` });
// The policy of a program changes for everybody: one story after the other, in a portal of its own.
test.describe.configure({ mode: "serial", timeout: 120_000 });

test.beforeAll(async () => {
  portal = await startPortal(port, dataDir);
});

test.afterAll(async () => {
  await portal?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const owner = (listed: (email: string) => Promise<Person>) => listed(staffAddress("cpso", PROGRAM));
const lint = async () => (await runPortal(["policy", "lint", "--program", PROGRAM], dataDir)).output;

/** Everything by keyboard, from the tick to the button. */
async function putNameTo(page: Page, button: string): Promise<void> {
  await page.getByRole("checkbox", { name: /^I have read/ }).focus();
  const typed = ["Pat Example", "Chief Privacy and Security Officer", "Looked at with the team."];
  await page.keyboard.press("Space");
  for (const text of typed) {
    await page.keyboard.press("Tab");
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: button })).toBeFocused();
  await page.keyboard.press("Enter");
}

test("an overdue review is a fact in public and on the desk until it is signed", async ({ listed, stranger }) => {
  const late = "The review of this policy is overdue";
  expect((await open(stranger, POLICY)).html).toContain(late);
  expect(await lint()).toContain("review-overdue");
  const page = await (await owner(listed)).page();
  await page.goto("/staff");
  const notice = page.getByText(/^The yearly review of the policy of .* is overdue$/);
  await expect(notice).toBeVisible();
  await page.getByRole("link", { name: "Open the worksheet of the review" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Review of version 1.2");
  await page.getByRole("button", { name: "Sign the review" }).click();
  const problems = page.getByRole("region", { name: "There is a problem" });
  await expect(problems).toBeFocused();
  await putNameTo(page, "Sign the review");
  await expect(page.getByRole("status").filter({ hasText: "The review is signed." })).toBeVisible();
  await expect(page.getByText("The yearly review", { exact: true })).toBeVisible();
  await page.goto("/staff");
  await expect(notice).toHaveCount(0);
  const policy = (await open(stranger, POLICY)).html;
  expect(policy).toContain("Next review");
  expect(policy).not.toContain(late);
  expect(await lint()).not.toContain("review-overdue");
});

test("a longer clock is major: signed, approved by another person, published, and said everywhere", async ({
  listed,
  stranger,
}) => {
  const researcher = await listed(RESEARCHER);
  const earlier = await sendReport(researcher.request, PROGRAM);
  const unsent = draftOf(await writeDraft(researcher.request, PROGRAM, "agree"));

  const page = await (await listed(staffAddress("coordinator", PROGRAM))).page();
  await page.goto("/staff/policies");
  await page.getByRole("button", { name: "Revise version 1.2" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Version 1.3 of");
  const draft = new URL(page.url()).pathname;
  await page.goto(`${draft}/edit/2.3.1`);
  await page.getByRole("textbox", { name: "Amount" }).first().fill("3");
  await expect(page.getByRole("status").filter({ hasText: /^Saved \d\d:\d\d [A-Z]/ })).toBeVisible();

  await page.goto(draft);
  const warnings = page.getByText("Write why it may stay", { exact: true });
  for (let left = await warnings.count(); left > 0; left -= 1) {
    await warnings.first().click();
    await page.getByLabel("Why this warning may stay").first().fill("Legal counsel looks at a limit in spring.");
    await page.getByRole("button", { name: "Keep the reason" }).first().click();
    await expect(warnings).toHaveCount(left - 1);
  }
  await expect(page.getByText("Major: it needs the executive’s approval too")).toBeVisible();
  await expect(page.getByText("Acknowledge: 2 business days → 3 business days").first()).toBeVisible();
  await page.getByRole("button", { name: "Send to review" }).click();
  await expect(page.getByRole("status").filter({ hasText: "It was sent to review" })).toBeVisible();

  const signer = await owner(listed);
  const desk = await signer.page();
  const publish = desk.getByRole("button", { name: "Publish version 1.3 now" });
  await desk.goto(draft);
  await expect(publish).toHaveCount(0);
  await desk.getByRole("link", { name: "Review and sign" }).click();
  await expect(desk.getByText("Your second factor counts as given")).toBeVisible();
  await putNameTo(desk, "Sign this version");
  await expect(desk.getByRole("status").filter({ hasText: "Your signature is kept." })).toBeVisible();
  await expect(publish).toHaveCount(0);

  const approver = await (await listed(staffAddress("ceo", PROGRAM))).page();
  await approver.goto(`${draft}/approve`);
  await putNameTo(approver, "Approve this version");
  await expect(approver.getByRole("status").filter({ hasText: "Your approval is kept." })).toBeVisible();
  await expect(approver.getByRole("button", { name: "Publish version 1.3 now" })).toHaveCount(0);

  await desk.goto(draft);
  await publish.click();
  await expect(desk.getByRole("status").filter({ hasText: "It is in force." })).toBeVisible();

  expect((await open(stranger, POLICY)).html).toContain("within 3 business days");
  const json = await (await stranger.get(`/programs/${PROGRAM}/policy.json`)).text();
  expect(json).toContain('"version":"1.3"');
  expect(json).toMatch(/"amount":3,"clock":"acknowledge"|"clock":"acknowledge","amount":3/);
  expect((await open(researcher.request, `/report?program=${PROGRAM}`)).html).toContain("(3 business days)");
  const history = await (await researcher.page()).goto(`${POLICY}/history`).then((answer) => answer?.text());
  expect(history).toContain("Major");
  expect(await (await stranger.get(`${POLICY}/feed.xml`)).text()).toContain("version 1.3 (major)");

  expect((await open(researcher.request, `/reports/${earlier}`)).html).toMatch(/2 business days/);
  expect((await open(researcher.request, `/reports/${earlier}`)).html).not.toMatch(/3 business days/);
  const later = await sendReport(researcher.request, PROGRAM);
  expect((await open(researcher.request, `/reports/${later}`)).html).toMatch(/3 business days/);

  const agree = await open(researcher.request, `/report/${unsent}/agree`);
  expect(agree.html).toContain("The policy changed while you were writing");
  const check = await send(researcher.request, agree, "Continue", { accepted: "yes", conduct: "followed" });
  expect(new URL(check.url).pathname).toBe(`/report/${unsent}/check`);
  expect((await send(researcher.request, check, "Send report")).url).toContain("/reports/SDH-");
});

test("what changed is read word by word without scripts, and the former version says what replaced it", async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  await page.goto(POLICY);
  await page.getByRole("link", { name: "All versions" }).first().click();
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(3);
  await page.getByRole("link", { name: "Compare version 1.3 with 1.2" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What changed from 1.2 to 1.3");
  await expect(page.getByText("Major: these changes take something away or ask more")).toBeVisible();
  const clause = page.getByRole("region", { name: /^2\.3\.1/ });
  await expect(clause).toContainText("2 business days → 3 business days");
  const folded = page.locator("summary", { hasText: /^\d+ unchanged parts, \d+ words$/ }).first();
  await folded.click();
  await expect(folded.locator("xpath=..")).toContainText(/1\.2/);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);

  await page.goto(`${POLICY}/v/1.2`);
  await expect(page.getByText(/^Superseded on/)).toBeVisible();
  await context.close();
});
