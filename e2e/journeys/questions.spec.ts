import { expect, test } from "../fixtures";
import { linkIn, mailTo } from "../mail";
import { newAddress } from "../people";

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : " without JavaScript";

  test(`a question that is no report goes to the desk and back${how}`, async ({ browser, baseURL, staff }) => {
    const context = await browser.newContext({ javaScriptEnabled, ...(baseURL && { baseURL }) });
    const page = await context.newPage();
    const email = newAddress("asker");
    await page.goto("/programs/cardihab/security");
    await page.getByLabel("Search the answers").fill("proof");
    await page.getByRole("button", { name: "Search" }).click();
    await expect(page.getByText("1 answer for “proof”")).toBeVisible();
    await expect(page.getByText("A signed receipt.")).toBeVisible();

    await page.getByLabel("What is it about?").fill("Edition of the certificate");
    await page.getByLabel("Your question").fill("I found a vulnerability in the wording: which edition is meant?");
    await page.getByRole("button", { name: "Send the question" }).click();
    await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("Enter an e-mail address");
    await page.getByLabel("Your e-mail address").fill(email);
    await page.getByRole("button", { name: "Send the question" }).click();
    await expect(page.getByText("This looks like a vulnerability: use the report form")).toBeVisible();
    await expect(page.getByLabel("Your question")).toHaveValue(/which edition is meant/);
    await page.getByRole("button", { name: "Send it as a question" }).click();
    await expect(page.getByText("Your question was sent")).toBeVisible();
    const address = new URL(page.url()).pathname;
    expect(linkIn(await mailTo(email, "inquiry_news"), "/inquiries/")).toBe(address);

    const triager = await (await staff("triager", "cardihab")).page({ javaScriptEnabled });
    await triager.goto("/staff/inquiries");
    await triager.getByRole("link", { name: "Edition of the certificate" }).last().click();
    await triager.getByLabel("Answer").fill("The one of 2013; the newer one is under way.");
    await triager.getByRole("button", { name: "Send the answer" }).click();
    await expect(triager.getByText("Your answer was sent")).toBeVisible();

    await page.goto(address);
    await expect(page.getByText("The one of 2013; the newer one is under way.")).toBeVisible();
    await expect(page.getByText("Answered", { exact: true })).toBeVisible();
    await context.close();
  });

  test(`the next calendar is proposed, taken from a file, checked and published${how}`, async ({ staff }) => {
    const program = javaScriptEnabled ? "smile-digital-health" : "cardihab";
    const page = await (await staff("admin", program)).page({ javaScriptEnabled });
    await page.goto("/staff/settings/calendar");
    await page.getByRole("link", { name: "Make a new version" }).click();
    const version = /Version (\d+)/.exec(await page.getByRole("heading", { level: 1 }).innerText())?.[1] ?? "";
    await page.getByLabel("Propose the public holidays of").selectOption({ label: "Canada: Ontario" });
    await page.getByRole("button", { name: "Add the proposal to the list" }).click();
    await expect(page.getByText(/of Canada: Ontario added/)).toBeVisible();
    await expect(page.getByText(/Not taken: Easter Monday/).first()).toBeVisible();

    await page.getByLabel("Or paste its text").fill("BEGIN:VCALENDAR broken");
    await page.getByRole("button", { name: "Add its days to the list" }).click();
    await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("nothing was read");
    const file = [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "BEGIN:VEVENT",
      "UID:1",
      "SUMMARY:Company day",
      "DTSTART;VALUE=DATE:20270614",
      "END:VEVENT",
      "END:VCALENDAR",
    ].join("\r\n");
    await page.getByLabel("Take them from a calendar file").setInputFiles({
      name: "days.ics",
      mimeType: "text/calendar",
      buffer: Buffer.from(file),
    });
    await page.getByRole("button", { name: "Add its days to the list" }).click();
    await expect(page.getByText("1 day of the calendar added")).toBeVisible();
    await expect(page.getByLabel("One day a line: date and name")).toHaveValue(/2027-06-14 Company day/);

    await page.getByRole("button", { name: "Check what this changes" }).click();
    await expect(page.getByText("Holiday added: Mon 14 Jun 2027, Company day")).toBeVisible();
    await page.getByRole("button", { name: `Publish version ${version}` }).click();
    await expect(page.getByText(`Version ${version} of the calendar is published`)).toBeVisible();
    await expect(page.getByText(`Version ${version} waits for the next policy version`)).toBeVisible();

    await page.goto("/staff/settings/calendar?at=2026-12-24T10:00");
    await expect(page.getByText("A report sent then would be due")).toBeVisible();
    await expect(page.getByText("Fri 25 Dec skipped: Christmas Day").first()).toBeVisible();
  });
}

test("how promises are kept is public: shown from five on, kept back below", async ({ page }) => {
  await page.goto("/programs/smile-digital-health");
  await page.getByRole("link", { name: "How fast we really answer" }).click();
  const acknowledge = page.getByRole("region", { name: "Acknowledge", exact: true });
  await expect(acknowledge.getByText(/^\d+ %$/).first()).toBeVisible();
  await expect(acknowledge.getByRole("img", { name: /share kept, week by week/ })).toBeVisible();
  await expect(acknowledge.getByRole("table")).toBeVisible();
  await expect(page.getByText(/by nearest rank/)).toBeVisible();
  await page.goto("/programs/cardihab/response-times");
  await expect(page.getByText("Too few reports to show")).toBeVisible();
});

test("the policy on paper says its version and hash on every sheet", async ({ page }) => {
  await page.goto("/programs/smile-digital-health/policy");
  const foot = page.locator(".printed-foot");
  await expect(foot).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(foot).toBeVisible();
  await expect(foot).toContainText(/version 1\.2 · SHA-256 [0-9a-f]{64}/);
  await expect(page.getByRole("navigation", { name: "On this page" }).first()).toBeHidden();
});
