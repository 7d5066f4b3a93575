import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { mailTo } from "../mail";
import { makeMove, sendReport } from "../reports";

const VECTOR = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N";

const clocks = (page: Page) =>
  page.getByRole("complementary", { name: "Details" }).getByRole("region", { name: "Clocks" });
const standing = (page: Page) => page.getByRole("region", { name: "How it stands" });
/** The button that opens a move's fields; the one that makes it carries the same words. */
const openPanel = (page: Page, label: string) => page.locator("summary").getByText(label, { exact: true }).click();
const press = (page: Page, label: string) => page.getByRole("button", { name: label, exact: true }).click();

test("a report goes from received to closed, and both sides see each step", async ({ newResearcher, staff }) => {
  test.setTimeout(120_000);
  const reporter = await newResearcher("heron");
  const title = `Export of lists needs no session ${Date.now()}`;
  const reference = await sendReport(reporter.request, "smile-digital-health", {
    details: {
      title,
      details: "The export answers before it looks at the session, so that everybody reads every list.",
    },
  });
  const triager = await (await staff("triager", "smile-digital-health")).page();

  await triager.goto("/staff/triage");
  const table = triager.getByRole("table", { name: /^Triage/ });
  const row = table.getByRole("row", { name: reference });
  await expect(row).toContainText(`Unread: ${title}`);
  await expect(row).toContainText(/Acknowledge · \d+ d/);
  const states = await table
    .locator("tbody tr td:first-child details [data-clock]")
    .evaluateAll((chips) => chips.map((chip) => chip.getAttribute("data-clock")));
  const late = ["breached", "missed", "later_than_usual"];
  expect(states[0]).toBe("breached");
  expect(states.findLastIndex((state) => late.includes(state ?? ""))).toBeLessThan(states.indexOf("running"));
  await row.getByRole("link", { name: title }).click();
  await triager.getByRole("link", { name: "Open the report" }).click();

  await expect(triager.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(triager.getByText("heron")).toHaveCount(0);
  await press(triager, "Acknowledge");
  await expect(triager.getByText("Done: Acknowledge")).toBeVisible();
  await expect(clocks(triager)).toContainText(/Acknowledge · met in/);

  await triager.getByLabel("Reply to researcher").fill("Thank you. We are **looking** at it.");
  await press(triager, "Send to researcher");
  await expect(triager.getByRole("article")).toContainText("We are looking at it.");
  await press(triager, "Send now");
  await expect(triager.getByRole("article")).toContainText("Sent; the reporter has not opened it yet");
  await triager.getByLabel("Internal note", { exact: true }).fill("Ask the export team; not for the reporter.");
  await press(triager, "Save note – staff only");
  await expect(triager.getByText("Note saved, for staff only")).toBeVisible();

  const page = await reporter.page();
  await page.goto("/reports");
  await expect(page.getByRole("listitem").filter({ hasText: reference })).toContainText("New from the team");
  await expect(page.getByRole("listitem").filter({ hasText: reference })).toContainText("We are looking");
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByText("New: 1 message")).toBeVisible();
  await expect(standing(page)).toContainText("A person on the team has your report.");
  await expect(standing(page)).toContainText("Waiting on us");
  await expect(standing(page)).toContainText(/Next update.*\d{4}/);
  expect(await page.content()).not.toContain("Ask the export team");
  await page.reload();
  await expect(page.getByText(/New: \d+ message/)).toHaveCount(0);

  await triager.goto(`/staff/reports/${reference}`);
  await press(triager, "Start checking");
  await expect(triager.getByText("Done: Start checking")).toBeVisible();
  await openPanel(triager, "Ask for information");
  await press(triager, "Ask for information");
  await expect(triager.getByRole("region", { name: "There is a problem" })).toContainText(
    "Write what you need to know",
  );
  await triager.getByLabel("What do you need to know?").fill("Which version did you use?");
  await press(triager, "Ask for information");
  await expect(triager.getByText("Done: Ask for information")).toBeVisible();
  await expect(clocks(triager)).toContainText(/Verify · paused .* · waiting on researcher/);

  // An open page shows what arrives, and it is read: the triager looks elsewhere.
  await triager.goto("/staff/reports");
  await page.goto(`/reports/${reference}`);
  await expect(standing(page)).toContainText("We need something from you");
  await expect(standing(page)).toContainText("Waiting on you");
  await page.getByLabel("Your answer").fill("Version 6.2, on my own machine.");
  await press(page, "Send your answer");
  await press(page, "Send now");
  await expect(standing(page)).toContainText("Waiting on us");

  await triager.goto(`/staff/reports?q=${reference}`);
  await expect(triager.getByRole("row", { name: reference })).toContainText("Unread");
  await triager.goto(`/staff/reports/${reference}`);
  await expect(triager.getByText("Version 6.2, on my own machine.")).toBeVisible();
  await expect(clocks(triager)).toContainText(/Verify · \d+ d .*left/);
  await openPanel(triager, "Confirm the vulnerability");
  await triager.getByLabel("CVSS vector").fill(`${VECTOR}/AV:N`);
  await triager.getByLabel("Weakness (CWE)").fill("CWE-99999");
  await press(triager, "Confirm the vulnerability");
  const problems = triager.getByRole("region", { name: "There is a problem" });
  await expect(problems).toContainText("99999");
  await triager.getByLabel("Weakness (CWE)").fill("CWE-306");
  await press(triager, "Confirm the vulnerability");
  await expect(problems).toContainText("AV");
  await triager.getByLabel("CVSS vector").fill(VECTOR);
  await press(triager, "Confirm the vulnerability");
  await expect(triager.getByText("Done: Confirm the vulnerability")).toBeVisible();
  const handling = triager.getByRole("region", { name: "Handling" });
  await expect(handling).toContainText("High");
  await expect(handling).toContainText("8.7");
  await expect(handling).toContainText("CWE-306");
  await expect(triager.getByRole("button", { name: "Accept for fixing" })).toHaveCount(0);

  const coordinator = await (await staff("coordinator", "smile-digital-health")).page();
  await coordinator.goto(`/staff/reports/${reference}`);
  for (const move of ["Accept for fixing", "Mark fix ready", "Mark resolved"]) {
    await press(coordinator, move);
    await expect(coordinator.getByText(`Done: ${move}`)).toBeVisible();
  }
  await openPanel(coordinator, "Close");
  await coordinator.getByLabel("Resolution").selectOption("Fixed");
  await press(coordinator, "Close");
  await expect(coordinator.getByText("Done: Close")).toBeVisible();

  await page.goto(`/reports/${reference}`);
  await expect(standing(page)).toContainText("Fixed");
  await expect(standing(page)).toContainText("Nobody has to act");
  const story = page.getByRole("region", { name: "What happened so far" });
  await expect(story.getByRole("listitem")).not.toHaveCount(0);
  await expect(story).toContainText(/\d{2}:\d{2} E[SD]T/);
  const news = await mailTo(reporter.email, "report_news");
  expect(news.text).toContain(`/reports/${reference}`);
  expect(`${news.subject}${news.text}`).not.toContain(title);
});

test("the second of two presses is told that somebody was faster", async ({ newResearcher, staff }) => {
  const reference = await sendReport((await newResearcher("plover")).request, "cardihab");
  const [one, two] = await Promise.all([staff("triager", "cardihab"), staff("coordinator", "cardihab")]);
  const [first, second] = await Promise.all([one.page(), two.page()]);
  // A page that is told of changes would have taken the button away: this one is not.
  await second.route("**/api/events**", (route) => route.abort());
  for (const page of [first, second]) await page.goto(`/staff/reports/${reference}`);
  await press(first, "Acknowledge");
  await expect(first.getByText("Done: Acknowledge")).toBeVisible();
  await second.getByLabel("Internal note", { exact: true }).fill("Half a thought");
  await press(second, "Acknowledge");
  const problem = second.getByRole("region", { name: "There is a problem" });
  await expect(problem).toBeFocused();
  await expect(problem).toContainText(
    "Somebody was faster: this report is now “Acknowledged”. Nothing of yours was applied",
  );
  await expect(second.getByLabel("Internal note", { exact: true })).toHaveValue("Half a thought");
  await second.getByRole("link", { name: "Look at the report as it is now" }).click();
  const activity = second.getByRole("region", { name: "Activity" }).getByRole("listitem");
  await expect(activity.filter({ hasText: /acknowledged/i })).toHaveCount(1);

  // One message key sent twice is one message.
  const reply = second.getByLabel("Reply to researcher");
  await reply.fill("Hello from the team");
  await second.getByRole("button", { name: "Send to researcher" }).dblclick();
  await expect(second.getByRole("article").filter({ hasText: "Hello from the team" })).toHaveCount(1);
});

test("a declined report names its clause, and its reporter asks for a second look", async ({
  newResearcher,
  staff,
}) => {
  const reporter = await newResearcher("lapwing");
  const reference = await sendReport(reporter.request, "cardihab");
  const triager = await staff("triager", "cardihab");
  const desk = await triager.page();
  await desk.goto(`/staff/reports/${reference}`);
  await openPanel(desk, "Decline");
  await desk.getByLabel("Resolution").selectOption("Out of scope");
  await desk.getByLabel("Why, in words for the reporter").fill("Cookies are excluded by our policy.");
  await press(desk, "Decline");
  await expect(desk.getByRole("region", { name: "There is a problem" })).toContainText(
    "Select the clause of the policy",
  );
  await expect(desk.getByLabel("Why, in words for the reporter")).toHaveValue("Cookies are excluded by our policy.");
  await desk.getByLabel("What it rests on").selectOption("2.4 Out-of-scope vulnerabilities");
  await press(desk, "Decline");
  await expect(desk.getByText("Done: Decline")).toBeVisible();

  const page = await reporter.page();
  await page.goto(`/reports/${reference}`);
  await expect(standing(page)).toContainText("Not accepted");
  await expect(standing(page).getByRole("link", { name: "clause 2.4 of the policy" })).toHaveAttribute(
    "href",
    "/programs/cardihab/policy/v/1-0#2.4",
  );
  await openPanel(page, "Ask for a second look");
  await page.getByLabel("Why should we look again?").fill("It is no cookie: it is the session in the address.");
  await press(page, "Send the appeal");
  await expect(page.getByText("It is no cookie: it is the session in the address.")).toBeVisible();
  await expect(page.locator("summary").getByText("Ask for a second look")).toHaveCount(0);

  // Whoever decided reads the appeal and finds no button for it; another reader decides, in words.
  await desk.goto(`/staff/reports/${reference}`);
  await expect(desk.getByText("The reporter asked for a second look.")).toBeVisible();
  await expect(desk.locator("summary").getByText("Dismiss the appeal")).toHaveCount(0);
  const other = await (await staff("coordinator", "cardihab")).page();
  await other.goto(`/staff/reports/${reference}`);
  await openPanel(other, "Uphold the appeal");
  await press(other, "Uphold the appeal");
  await expect(other.getByRole("region", { name: "There is a problem" })).toContainText("what you decided, and why");
  await other.locator("#uphold_appeal-text").fill("You are right: we read it as a cookie. We check it again.");
  await press(other, "Uphold the appeal");
  await expect(other.getByText("Done: Uphold the appeal")).toBeVisible();
  await expect(other.getByText("Upheld the appeal; checking again.")).toBeVisible();

  await page.reload();
  await expect(standing(page)).toContainText("We are looking");
  await expect(page.getByText("You are right: we read it as a cookie. We check it again.")).toBeVisible();
  await expect(page.getByText("Your appeal was upheld; the team is checking again.")).toBeVisible();
});

test("a decision cites an entry of the non-issues, whose words its reporter reads", async ({
  newResearcher,
  staff,
}) => {
  const reporter = await newResearcher("pipit");
  const reference = await sendReport(reporter.request, "cardihab");
  const desk = await (await staff("coordinator", "cardihab")).page();
  await desk.goto("/staff/settings/non-issues");
  await openPanel(desk, "Add an entry");
  await press(desk, "Add it for good");
  await expect(desk.getByRole("region", { name: "There is a problem" })).toContainText("Name what is no vulnerability");
  await desk.getByLabel("What is no vulnerability").fill("A list that is public on purpose");
  await desk.getByLabel("Why, in words for the reporter").fill("Everybody may read it: it names no person.");
  await press(desk, "Add it for good");
  await expect(desk.getByText("The entry can be cited from now on")).toBeVisible();
  const entry = desk.getByRole("listitem").filter({ hasText: "A list that is public on purpose" });
  const key = (await entry.getAttribute("id")) ?? "";

  await desk.goto(`/staff/reports/${reference}`);
  await openPanel(desk, "Decline");
  await desk.getByLabel("Resolution").selectOption("Not a security problem");
  await desk.locator("#reject-clause").selectOption(`${key} A list that is public on purpose`);
  await desk.getByLabel("Why, in words for the reporter").fill("This list is meant to be open.");
  await press(desk, "Decline");
  await expect(desk.getByText("Done: Decline")).toBeVisible();

  const page = await reporter.page();
  await page.goto(`/reports/${reference}`);
  await expect(standing(page)).toContainText(`entry ${key}`);
  await expect(standing(page)).toContainText("Everybody may read it: it names no person.");

  await desk.goto("/staff/settings/non-issues");
  await openPanel(desk, `Take ${key} out of use`);
  await press(desk, "Yes, take it out of use");
  await expect(desk.getByRole("region", { name: "Out of use" })).toContainText("A list that is public on purpose");
});

test("a fix is checked by its reporter", async ({ newResearcher, staff }) => {
  const reporter = await newResearcher("avocet");
  const reference = await sendReport(reporter.request, "cardihab");
  const { request } = await staff("coordinator", "cardihab");
  await makeMove(request, reference, "start_checking", "Start checking");
  await makeMove(request, reference, "validate", "Confirm the vulnerability", { severity: "medium" });
  await makeMove(request, reference, "accept", "Accept for fixing");
  await makeMove(request, reference, "mark_fix_ready", "Mark fix ready");
  await makeMove(request, reference, "ask_for_retest", "Ask the reporter to check the fix", {
    text: "Please try 5.13.",
  });
  const page = await reporter.page();
  await page.goto(`/reports/${reference}`);
  await expect(standing(page)).toContainText("Please check the fix");
  await openPanel(page, "The fix does not work");
  await page.getByLabel("What still happens?").fill("The list still opens.");
  await press(page, "Tell the team");
  await expect(standing(page)).toContainText("Fix in progress");
});
