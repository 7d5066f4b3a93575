import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { importDraft } from "../policy-drafts";

const PROGRAM = "smile-digital-health";
const saved = (page: Page) =>
  expect(page.getByRole("status").filter({ hasText: /^Saved \d\d:\d\d [A-Z]/ })).toBeVisible();
const body = (page: Page) => page.getByRole("textbox", { name: "Text", exact: true });
const heading = (page: Page) => page.getByRole("textbox", { name: "Heading" });

test("a clause saves itself, the linter speaks at once, and a closed tab loses nothing", async ({ staff }) => {
  const coordinator = await staff("coordinator", PROGRAM);
  const draft = await importDraft(coordinator.request, PROGRAM);
  const page = await coordinator.page();
  await page.goto(`/staff/policies/${draft}/edit`);
  await page.getByRole("link", { name: "1 Reporting" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 Reporting");

  const findings = page.getByRole("region", { name: /^Findings here/ });
  await body(page).fill("We acknowledge each report within 5 days. See [the rules](#9).");
  await expect(findings).toContainText("promise-differs");
  await expect(findings).toContainText("the commitment in clause 1 says 2 business days");
  await expect(findings).toContainText("anchor-broken");
  await saved(page);
  await body(page).fill("We read every report. See [the rules](#2).");
  await expect(findings).not.toContainText("promise-differs");
  await expect(findings).not.toContainText("anchor-broken");

  await page.getByRole("textbox", { name: "Amount" }).fill("3");
  await expect(page.getByRole("region", { name: /^Against the version in force/ })).toContainText(
    "Acknowledge: 2 business days → 3 business days",
  );
  await saved(page);
  await heading(page).fill("How to reach us");
  await expect(page.getByRole("status").filter({ hasText: "Not saved yet" })).toBeVisible();
  await saved(page);
  await page.close({ runBeforeUnload: false });

  const again = await coordinator.page();
  await again.goto(`/staff/policies/${draft}/edit/1`);
  await expect(heading(again)).toHaveValue("How to reach us");
  await expect(again.getByRole("textbox", { name: "Amount" })).toHaveValue("3");
  await again.getByRole("button", { name: "Show the preview" }).click();
  await expect(again.getByRole("complementary")).toContainText("We read every report.");
  await expect(again.getByRole("complementary").locator("blockquote")).toContainText("3 business days");
});

test("what cannot be a value is told at its field, and what was typed stays", async ({ staff }) => {
  const coordinator = await staff("coordinator", PROGRAM);
  const draft = await importDraft(coordinator.request, PROGRAM);
  const page = await coordinator.page();
  await page.goto(`/staff/policies/${draft}/edit/1`);
  await page.getByRole("textbox", { name: "Amount" }).fill("soon");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const problem = page.getByRole("region", { name: "There is a problem" });
  await expect(problem).toBeFocused();
  await problem.getByRole("link").click();
  await expect(page.getByRole("textbox", { name: "Amount" })).toBeFocused();
  await expect(page.getByRole("textbox", { name: "Amount" })).toHaveValue("soon");
  await page.getByRole("textbox", { name: "Amount" }).fill("4");
  await saved(page);
  await expect(problem).toHaveCount(0);
});

test("without an answer from the portal the editor says so and tries again", async ({ staff }) => {
  const coordinator = await staff("coordinator", PROGRAM);
  const draft = await importDraft(coordinator.request, PROGRAM);
  const page = await coordinator.page();
  await page.goto(`/staff/policies/${draft}/edit/4`);
  await page.context().setOffline(true);
  await body(page).fill("Typed on a train.");
  await expect(page.getByRole("status").filter({ hasText: "Not saved, retrying" })).toBeVisible();
  await page.context().setOffline(false);
  await saved(page);
});

test("two people in one clause see both texts and choose", async ({ staff }) => {
  const coordinator = await staff("coordinator", PROGRAM);
  const owner = await staff("cpso", PROGRAM);
  const draft = await importDraft(coordinator.request, PROGRAM);
  const [one, other] = [await coordinator.page(), await owner.page()];
  for (const page of [one, other]) await page.goto(`/staff/policies/${draft}/edit/4`);
  await heading(one).fill("Who we are");
  await saved(one);
  await body(other).fill("Typed by the owner.");
  const conflict = other.getByRole("alert").filter({ hasText: "changed this part while you had it open" });
  await expect(conflict).toBeVisible();
  await expect(body(other)).toHaveValue("Typed by the owner.");
  const choice = (label: string) => conflict.getByRole("group", { name: label });
  await expect(choice("Heading")).toContainText("Who we are");
  await choice("Heading")
    .getByRole("radio", { name: /Theirs/ })
    .check();
  await expect(choice("Text").getByRole("radio", { name: /Yours/ })).toBeChecked();
  await other.getByRole("button", { name: "Save", exact: true }).click();
  await saved(other);
  await expect(heading(other)).toHaveValue("Who we are");
  await other.reload();
  await expect(heading(other)).toHaveValue("Who we are");
  await expect(body(other)).toHaveValue("Typed by the owner.");
});

test("rules are added, moved and removed by keyboard, clauses too", async ({ staff }) => {
  const coordinator = await staff("coordinator", PROGRAM);
  const draft = await importDraft(coordinator.request, PROGRAM);
  const page = await coordinator.page();
  await page.goto(`/staff/policies/${draft}/edit/2`);
  const rules = page.getByRole("group", { name: /^rule \d/i });
  await expect(rules).toHaveCount(2);
  await page.getByRole("button", { name: "Add a rule" }).press("Enter");
  await expect(rules).toHaveCount(3);
  await expect(rules.nth(2)).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Be kind to the staff.");
  await page.getByRole("button", { name: "Move rule 3 up" }).press("Enter");
  await expect(rules.nth(1).getByRole("textbox")).toHaveValue("Be kind to the staff.");
  await expect(rules.nth(1)).toBeFocused();
  await page.getByRole("button", { name: "Remove rule 1" }).press("Enter");
  await expect(rules).toHaveCount(2);
  await saved(page);
  await page.reload();
  await expect(rules.nth(0).getByRole("textbox")).toHaveValue("Be kind to the staff.");

  await page.goto(`/staff/policies/${draft}/edit`);
  await page.getByRole("button", { name: "Move clause 2 down" }).press("Enter");
  await expect(page.getByText("The clause moved down")).toBeVisible();
  const clauses = page.getByRole("region", { name: "Clauses" }).getByRole("link");
  await expect(clauses.nth(2)).toContainText("2 Rules");
  await page.getByLabel("What it is about").selectOption("disclosure");
  await page.getByRole("button", { name: "Add the clause" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("5 Disclosure");
});

test("a warning gets its reason on the page of findings", async ({ staff }) => {
  const coordinator = await staff("coordinator", PROGRAM);
  const draft = await importDraft(coordinator.request, PROGRAM);
  const page = await coordinator.page();
  await page.goto(`/staff/policies/${draft}/findings`);
  const warnings = page.getByRole("region", { name: /^Warnings/ });
  const first = warnings.getByRole("listitem").first();
  await first.getByLabel("Why it may stay").fill("no");
  await first.getByRole("button", { name: "Save the reason" }).click();
  await expect(page.getByText("in 10 characters or more").first()).toBeVisible();
  await first.getByLabel("Why it may stay").fill("The board decides on this in spring.");
  await first.getByRole("button", { name: "Save the reason" }).click();
  await expect(first).toContainText("May stay, because: The board decides on this in spring.");
});

test("without JavaScript a clause is edited, a rule added, and a stale form shows both texts", async ({ staff }) => {
  const coordinator = await staff("coordinator", PROGRAM);
  const draft = await importDraft(coordinator.request, PROGRAM);
  const plain = await coordinator.page({ javaScriptEnabled: false });
  const late = await coordinator.page({ javaScriptEnabled: false });
  for (const page of [plain, late]) await page.goto(`/staff/policies/${draft}/edit/2`);
  await heading(plain).fill("Our rules");
  await plain.getByRole("button", { name: "Save", exact: true }).click();
  await expect(plain.getByText("Saved", { exact: true })).toBeVisible();
  await plain.getByRole("button", { name: "Add a rule" }).click();
  await expect(plain.getByRole("group", { name: /^rule \d/i })).toHaveCount(3);
  await expect(heading(plain)).toHaveValue("Our rules");

  await body(late).fill("Typed in the other window.");
  await late.getByRole("button", { name: "Save", exact: true }).click();
  const conflict = late.getByRole("alert");
  await expect(conflict.getByRole("group", { name: "Heading" })).toContainText("Our rules");
  await expect(body(late)).toHaveValue("Typed in the other window.");
  await conflict
    .getByRole("group", { name: "Heading" })
    .getByRole("radio", { name: /Theirs/ })
    .check();
  await conflict
    .getByRole("group", { name: "Rules: which, and in what order" })
    .getByRole("radio", { name: /Theirs/ })
    .check();
  await late.getByRole("button", { name: "Save", exact: true }).click();
  await expect(heading(late)).toHaveValue("Our rules");
  await expect(body(late)).toHaveValue("Typed in the other window.");
  await expect(late.getByRole("group", { name: /^rule \d/i })).toHaveCount(3);
});
