import { expect, test } from "../fixtures";
import { linkIn, mailTo } from "../mail";
import { newAddress } from "../people";
import { open } from "../plain-form";
import { sendReport } from "../reports";

test("a credit is wished for, settled, agreed to, and its consent kept with time and text", async ({
  newResearcher,
  staff,
}) => {
  const reporter = await newResearcher("kestrel");
  const reference = await sendReport(reporter.request, "cardihab");
  const page = await reporter.page();
  await page.goto(`/reports/${reference}/credit`);
  await page.getByRole("radio", { name: "By an alias" }).check();
  await page.getByLabel("Text to print").fill("mail me@example.org");
  await page.getByRole("button", { name: "Save my wish" }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toBeVisible();
  await page.getByLabel("Text to print").fill("Kestrel");
  await page.getByRole("region", { name: "Your wish" }).getByLabel("Organisation").fill("Tower Labs");
  await expect(page.getByRole("region", { name: "Preview" }).last()).toContainText(
    "Credit: Kestrel, Tower Labs (finder)",
  );
  await page.getByRole("button", { name: "Save my wish" }).click();
  await expect(page.getByText("Your wish is saved")).toBeVisible();

  const desk = await (await staff("coordinator", "cardihab")).page();
  await desk.goto(`/staff/reports/${reference}`);
  const panel = desk.getByRole("region", { name: "Credit", exact: true });
  await expect(panel).toContainText("By an alias");
  await expect(panel).toContainText("Not answered yet");
  await panel.locator("summary", { hasText: "Set roles and wording" }).click();
  await panel.getByRole("checkbox", { name: "Analyst" }).check();
  await panel.getByRole("button", { name: "Save credit" }).click();
  await expect(desk.getByText("Credit saved; the credited person is asked to agree")).toBeVisible();

  await page.goto(`/reports/${reference}/credit`);
  const answer = page.getByRole("region", { name: "The line, and your answer" });
  await expect(answer).toContainText("Credit: Kestrel, Tower Labs (finder, analyst)");
  await answer.getByRole("button", { name: "I agree to this line" }).click();
  await expect(page.getByText("Your answer is recorded")).toBeVisible();
  await expect(page.getByRole("region", { name: "Your answer" })).toContainText(
    /You agreed on .*\d{4}, \d{2}:\d{2} AEST/,
  );

  await desk.goto(`/staff/reports/${reference}`);
  await expect(panel).toContainText(/Given .*\d{2}:\d{2} AEST.*, to this text: .*Credit: Kestrel, Tower Labs/);
  await desk.goto("/staff/credits");
  const row = desk.getByRole("row", { name: reference });
  await expect(row).toContainText(/Given .*\d{2}:\d{2} AEST/);
  await expect(row).toContainText("Credit: Kestrel, Tower Labs (finder, analyst)");

  await page.goto(`/reports/${reference}/credit`);
  await page.getByRole("button", { name: "Take my agreement back" }).click();
  await expect(page.getByText("Your answer is recorded")).toBeVisible();
  await desk.reload();
  await expect(row).toContainText("Declined");
});

test("a wish for new reports stands in the next one", async ({ newResearcher }) => {
  const reporter = await newResearcher("merlin");
  const page = await reporter.page();
  await page.goto("/account/credit");
  await page.getByRole("radio", { name: "By name" }).check();
  await page.getByLabel("Text to print").fill("Merlin Falk");
  await page.getByRole("button", { name: "Save for new reports" }).click();
  await expect(page.getByText("Your wish for new reports is saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Text to print")).toHaveValue("Merlin Falk");

  const reference = await sendReport(reporter.request, "smile-digital-health", { credit: {} });
  const credit = await open(reporter.request, `/reports/${reference}/credit`);
  expect(credit.html).toContain("No bounty, no compensation and no public recognition");
});

test("somebody named beside the reporter answers by mail, without an account and without the report", async ({
  browser,
  newResearcher,
  staff,
}) => {
  const reporter = await newResearcher("osprey");
  const reference = await sendReport(reporter.request, "cardihab");
  const page = await reporter.page();
  await page.goto(`/reports/${reference}/credit`);
  const others = page.getByRole("region", { name: "Others who had a part in it" });
  await others.locator("summary", { hasText: "Name somebody else" }).click();
  await others.getByLabel("Name or alias to print").fill("Heron");
  await others.getByLabel("Their e-mail address").fill("heron");
  await others.getByRole("button", { name: "Ask them" }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("Enter an e-mail address like");
  await expect(others.getByLabel("Name or alias to print")).toHaveValue("Heron");
  const address = newAddress("heron");
  await others.getByLabel("Their e-mail address").fill(address);
  await others.getByRole("button", { name: "Ask them" }).click();
  await expect(page.getByText("They are asked by mail")).toBeVisible();
  await expect(others).toContainText("Not answered yet");

  const mail = await mailTo(address, "credit_asked");
  expect(`${mail.subject} ${mail.text}`).not.toContain(reference);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const theirs = await context.newPage();
  await theirs.goto(linkIn(mail, "/credits/"));
  await expect(theirs.getByRole("main")).toContainText("Credit: Heron (finder)");
  await expect(theirs.getByRole("main")).not.toContainText(reference);
  await theirs.getByRole("radio", { name: "By an alias" }).check();
  await theirs.getByLabel("Text to print").fill("Ardea");
  await theirs.getByRole("button", { name: "Save my wish" }).click();
  await theirs.getByRole("button", { name: "I agree to this line" }).click();
  await expect(theirs.getByRole("region", { name: "Your answer" })).toContainText("Credit: Ardea (finder)");
  await context.close();

  const desk = await (await staff("coordinator", "cardihab")).page();
  await desk.goto("/staff/credits");
  const row = desk.getByRole("row", { name: reference }).filter({ hasText: "Ardea" });
  await expect(row).toContainText(/Given .*to this text: .*Credit: Ardea \(finder\)/);

  await page.reload();
  await others.getByRole("button", { name: "Remove Ardea" }).click();
  await expect(page.getByText("Taken off the credits")).toBeVisible();
  await expect(others).not.toContainText("Ardea");
});
