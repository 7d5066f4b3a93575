import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { DETAILS, makeMove, sendReport } from "../reports";

test.describe.configure({ timeout: 120_000 });

const listens = (page: Page) => expect(page.getByRole("button", { name: "Find", exact: true })).toBeVisible();
const rows = (page: Page) => page.locator("[data-row]");
const chips = (page: Page) => page.getByRole("list", { name: "Filters in use" });

test("a list is narrowed without scripts, kept under a name, and shared with the team", async ({
  newResearcher,
  staff,
}) => {
  const word = `lantern${Date.now()}`;
  const reference = await sendReport((await newResearcher("dunlin")).request, "cardihab", {
    details: { title: `Export of lists: ${word}`, details: DETAILS },
  });
  const desk = await (await staff("triager", "cardihab")).page({ javaScriptEnabled: false });
  await desk.goto("/staff/reports?state=received");
  await desk.getByLabel("Search reports, messages and notes").fill(word);
  await desk.getByRole("button", { name: "Search", exact: true }).click();
  await expect(rows(desk)).toHaveCount(1);
  await desk.locator("#filters > summary").click();
  await desk.getByLabel("Carried by", { exact: true }).first().selectOption("nobody");
  await desk.getByLabel("Not rated").check();
  await desk.getByRole("button", { name: "Show these" }).click();
  await expect(desk).toHaveURL(/\/staff\/reports\?state=received&severity=unrated&assignee=nobody&q=lantern\d+$/);
  await expect(rows(desk)).toHaveCount(1);
  await expect(rows(desk)).toContainText(reference);
  await expect(chips(desk).getByRole("listitem")).toHaveCount(4);
  await chips(desk).getByRole("link", { name: "Severity: ask for what is not so" }).click();
  await expect(desk.getByText("No report of this list holds all of these words.")).toBeVisible();
  await desk.getByRole("link", { name: "Without “Severity is not Not rated”" }).click();
  await expect(rows(desk)).toHaveCount(1);

  await desk.locator("summary").getByText("Save this list").click();
  const form = desk.locator("form").filter({ hasText: "Save as a new list" });
  await form.getByRole("button").click();
  await expect(desk.getByRole("region", { name: "There is a problem" })).toContainText("Give the list a name");
  await form.getByLabel("Name").fill(`Nobody’s ${word}`);
  await form.getByLabel("Seen by").selectOption("team");
  await form.getByRole("button").click();
  await expect(desk.getByText("This list is kept")).toBeVisible();
  await expect(desk.getByRole("heading", { level: 1 })).toContainText(`Nobody’s ${word}`);

  const colleague = await (await staff("coordinator", "cardihab")).page();
  await colleague.goto("/staff/reports");
  await colleague.getByRole("link", { name: `Nobody’s ${word}` }).click();
  await expect(rows(colleague)).toHaveCount(1);
  await colleague.goto("/staff/reports?after=WzEsImEiXQ&sort=data_key");
  await expect(colleague.getByText("This is the first page")).toBeVisible();
  await expect(colleague.getByText("This list does not know: sort.")).toBeVisible();

  await desk.goto("/staff/reports/views?program=cardihab");
  await desk.locator("summary").getByText(`Delete “Nobody’s ${word}”`).click();
  await desk
    .getByRole("listitem")
    .filter({ hasText: word })
    .getByRole("button", { name: "Yes, delete this list" })
    .click();
  await expect(desk.getByText("The list was deleted")).toBeVisible();
});

test("several reports are selected by keyboard, looked at once more, changed one by one, and given back", async ({
  newResearcher,
  staff,
}) => {
  const word = `beacon${Date.now()}`;
  const reporter = await newResearcher("sanderling");
  const sent: string[] = [];
  for (const number of [1, 2, 3]) {
    sent.push(
      await sendReport(reporter.request, "cardihab", {
        details: { title: `${word} number ${number}`, details: DETAILS },
      }),
    );
  }
  const desk = await (await staff("coordinator", "cardihab")).page();
  await desk.goto(`/staff/reports?q=${word}`);
  await listens(desk);
  await expect(rows(desk)).toHaveCount(3);
  for (const key of ["j", "x", "J", "J"]) await desk.keyboard.press(key);
  const bar = desk.getByRole("region", { name: "The selected reports" });
  await expect(bar).toContainText("3 selected");
  await bar.getByRole("button", { name: "Assign" }).click();
  await desk.getByLabel("Carried by").selectOption({ index: 1 });

  // Somebody else moves one of them before the last press.
  const { request } = await staff("triager", "cardihab");
  await makeMove(request, sent[1] ?? "", "start_checking", "Start checking");

  await desk.getByRole("button", { name: "Assign: these 3 reports" }).click();
  await expect(desk.getByText("2 of 3 carried by whom you selected")).toBeVisible();
  const outcomes = desk.getByRole("list", { name: "What became of each" }).getByRole("listitem");
  await expect(outcomes.filter({ hasText: sent[1] ?? "" })).toContainText("Left as it is");
  await expect(outcomes.filter({ hasText: sent[1] ?? "" })).toContainText("Somebody was faster");
  await desk.getByRole("button", { name: "Take it back" }).click();
  // What was pressed is gone with its form: the focus is at what became of it.
  await expect(desk.getByRole("status").filter({ hasText: "Taken back for 2 of 2" })).toBeFocused();

  const parameters = new URLSearchParams(sent.map((reference) => ["ref", reference]));
  parameters.set("do", "start_checking");
  await desk.goto(`/staff/reports/bulk?${parameters}`);
  await expect(desk.getByRole("list", { name: "What it does not apply to" })).toContainText(
    "“Start checking” does not apply",
  );
  await desk.getByRole("link", { name: "Go on with the other 2" }).click();
  await expect(desk.getByRole("button", { name: "Start checking: these 2 reports" })).toBeVisible();
});

test("the palette goes to places, finds reports by their words, and leads to a move without making it", async ({
  newResearcher,
  staff,
}) => {
  const word = `foghorn${Date.now()}`;
  const reference = await sendReport((await newResearcher("knot")).request, "cardihab", {
    details: { title: `${word} in the export`, details: DETAILS },
  });
  const desk = await (await staff("triager", "cardihab")).page();
  await desk.goto("/staff");
  await listens(desk);
  await desk.keyboard.press("Control+k");
  const palette = desk.getByRole("dialog", { name: "Go to, find or do" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await desk.keyboard.type("clo");
  await expect(palette.getByRole("option", { name: /^Clocks/ })).toBeVisible();
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(/\/staff\/sla$/);

  await desk.keyboard.press("Control+k");
  await desk.keyboard.type(word);
  await expect(palette.getByRole("option", { name: new RegExp(reference) })).toBeVisible();
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(new RegExp(`/staff/reports/${reference}$`));
  await desk.getByRole("button", { name: "Find", exact: true }).click();
  await desk.keyboard.type("decline");
  await palette.getByRole("option", { name: /^Decline/ }).click();
  await expect(desk.locator("summary").filter({ hasText: /^Decline$/ })).toBeFocused();
  await expect(palette).toHaveCount(0);
});
