import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { mailTo } from "../mail";
import { sendReport } from "../reports";

const receivedAt = (page: Page) =>
  page.locator("div:has(> dt:text-is('Received')) time").first().getAttribute("datetime");

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without JavaScript";

  test(`a report of two vulnerabilities is split when its reporter agrees, and each part keeps its time, ${how}`, async ({
    newResearcher,
    staff,
  }) => {
    const reporter = await newResearcher("twofold");
    const reference = await sendReport(reporter.request, "cardihab", {
      repro: { steps: "Open /export, then open /import." },
    });
    const desk = await (await staff("coordinator", "cardihab")).page({ javaScriptEnabled });
    await desk.goto(`/staff/reports/${reference}`);
    await desk.getByRole("link", { name: "Split this report" }).click();
    await desk.getByRole("button", { name: "Ask the reporter" }).click();
    await expect(desk.getByRole("region", { name: "There is a problem" })).toBeFocused();
    await desk.getByLabel("Title of part 1").fill("The import takes any file");
    const answers = desk.getByRole("group", { name: "Answers that part 1 gets a copy of" });
    await answers.getByRole("checkbox", { name: "Steps to reproduce it" }).check();
    await desk
      .getByLabel("Description of part 1")
      .fill("What you wrote of the import, on its own: it takes a file of any kind and size.");
    await desk.getByLabel("Tell the reporter why").fill("The import is a flaw of its own; we would fix it apart.");
    await desk.getByRole("button", { name: "Ask the reporter" }).click();
    await expect(desk.getByText("The reporter is asked whether to split this")).toBeVisible();
    await expect(desk.getByRole("region", { name: "The reporter is asked about a split" })).toContainText(
      "The import takes any file",
    );

    const page = await reporter.page({ javaScriptEnabled });
    await page.goto(`/reports/${reference}`);
    const question = page.getByRole("region", { name: "May the team split this report?" });
    await expect(question).toContainText("Takes a copy of: Steps to reproduce it");
    const received = await receivedAt(page);
    await question.getByRole("button", { name: "Yes, split it" }).click();
    await expect(page.getByText("Your report is split.")).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: /^CDH-/ }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("The import takes any file");
    await expect(page.getByText(`Split from ${reference}. The time of its first receipt counts here.`)).toBeVisible();
    // Copied with the part, and folded away with what was sent.
    await expect(page.getByText("Open /export, then open /import.")).toBeAttached();
    await expect(page.getByText("What you wrote of the import, on its own: it takes a file")).toBeAttached();
    expect(await receivedAt(page)).toBe(received);
    const part = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await page.goto(`/reports/${part}/receipt`);
    await expect(page.getByRole("main")).toContainText(part);

    await desk.goto(`/staff/reports/${reference}`);
    await expect(desk.getByRole("main").getByRole("link", { name: part }).first()).toBeVisible();
    expect((await mailTo(reporter.email, "report_news")).text).not.toContain("import");
  });
}

test("a reporter who declines a split says why, and the report stays one", async ({ newResearcher, staff }) => {
  const reporter = await newResearcher("single");
  const reference = await sendReport(reporter.request, "cardihab");
  const desk = await (await staff("coordinator", "cardihab")).page();
  await desk.goto(`/staff/reports/${reference}/split`);
  await desk.getByLabel("Title of part 1").fill("The import takes any file");
  await desk
    .getByLabel("Description of part 1")
    .fill("The import is something else entirely, we think, and would be mended elsewhere.");
  await desk.getByLabel("Tell the reporter why").fill("It looks like two.");
  await desk.getByRole("button", { name: "Ask the reporter" }).click();
  await expect(desk.getByText("The reporter is asked whether to split this")).toBeVisible();
  const page = await reporter.page();
  await page.goto(`/reports/${reference}`);
  await page.locator("summary").getByText("No, keep it as one").click();
  await page.getByLabel("Why not?").fill("Both come from one missing check.");
  await page.getByRole("button", { name: "Decline the split" }).click();
  await expect(page.getByText("Your report stays as one. The team is told.")).toBeVisible();
  await desk.goto(`/staff/reports/${reference}`);
  await expect(desk.getByText("Both come from one missing check.")).toBeVisible();
  await expect(desk.getByRole("link", { name: "Split this report" })).toBeVisible();
});
