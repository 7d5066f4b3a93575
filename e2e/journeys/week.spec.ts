import { expect, test } from "../fixtures";
import { makeMove, sendReport } from "../reports";

const MISSED = "Tenant header ignored by the cached search result";
const REASON = "The fix is released; the advisory waits for the review of its wording.";

test("what is late stands on the board, more time comes with a reason that its reporter reads, and leaves the board", async ({
  staff,
  listed,
}) => {
  const desk = await (await staff("coordinator", "smile-digital-health")).page();
  await desk.goto("/staff/sla");
  const late = desk.getByRole("table", { name: "Late" });
  await expect(late).toContainText(/Acknowledge · breached/);
  const row = late.getByRole("row").filter({ hasText: MISSED });
  await expect(row).toContainText(/Next update · missed by \d+ d/);
  await row.getByRole("link", { name: MISSED }).click();
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText(MISSED);

  await desk.locator("summary").getByText("Extend “Next update”").click();
  await desk.getByLabel("By how many days").fill("10");
  await desk.getByRole("button", { name: "Extend “Next update”" }).click();
  const problems = desk.getByRole("region", { name: "There is a problem" });
  await expect(problems).toBeVisible();
  await desk.getByLabel("Why it takes longer, in words for the reporter").fill(REASON);
  await desk.getByRole("button", { name: "Extend “Next update”" }).click();
  await expect(problems).toHaveCount(0);
  await expect(desk.getByRole("article").filter({ hasText: REASON })).toBeVisible();
  const reference = /[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(desk.url())?.[0] ?? "";

  await desk.goto("/staff/sla");
  await expect(desk.getByRole("table", { name: "Late" })).not.toContainText(MISSED);

  const ada = await (await listed("researcher-a@example.org")).page();
  await ada.goto(`/reports/${reference}`);
  await expect(ada.getByRole("article").filter({ hasText: REASON })).toBeVisible();
  await expect(ada.getByRole("region", { name: "What happened so far" })).toContainText(
    "The team gave itself more time on its clock “Next update”",
  );
});

test("a week in numbers: what was decided is in the next look at them, and in the table to take along", async ({
  newResearcher,
  staff,
}) => {
  const coordinator = await staff("coordinator", "smile-digital-health");
  const cell = async () => {
    const csv = await coordinator.request.get(
      "/staff/analytics/table.csv?program=smile-digital-health&days=30&chart=severity-ours-theirs",
    );
    const [header = "", ...lines] = (await csv.text()).trim().split("\r\n");
    expect(header).toBe("Theirs,Ours: critical,Ours: high,Ours: medium,Ours: low,Ours: none");
    return Number(lines.find((line) => line.startsWith("low,"))?.split(",")[1] ?? 0);
  };
  const before = await cell();
  const reporter = await newResearcher("dunnock");
  const reference = await sendReport(reporter.request, "smile-digital-health", { impact: { severity: "low" } });
  await makeMove(coordinator.request, reference, "start_checking", "Start checking");
  await makeMove(coordinator.request, reference, "validate", "Confirm the vulnerability", {
    severity: "critical",
    severityReason: "Anybody on the network can do it.",
  });
  expect(await cell()).toBe(before + 1);

  const desk = await coordinator.page();
  await desk.goto(`/staff/reports/${reference}`);
  await desk.getByLabel("Give it to").selectOption({ label: "Smile triager" });
  await desk.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(desk.getByText("Carried by Smile triager now")).toBeVisible();
  await desk.getByRole("button", { name: "Take it back" }).click();
  await expect(desk.getByText("Carried by nobody now")).toBeVisible();

  await desk.goto("/staff/analytics?days=30");
  const views = desk.getByRole("region", { name: /rated as their reporters/ });
  await expect(views.getByRole("row", { name: /^low/ })).toContainText(String(before + 1));
  await expect(desk.getByRole("region", { name: /reports begun/ })).toContainText("Counted a day as a number alone");
});
