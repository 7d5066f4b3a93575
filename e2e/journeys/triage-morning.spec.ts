import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { type Portal, startPortal } from "../portal";
import { DETAILS, sendReport } from "../reports";

// A queue of its own: what is counted here goes to zero.
const PORT = 3983;
test.use({ baseURL: `http://127.0.0.1:${PORT}` });
test.describe.configure({ mode: "serial", timeout: 180_000 });

const dataDir = mkdtempSync(join(tmpdir(), "portal-morning-"));
let portal: Portal | undefined;

test.beforeAll(async () => {
  portal = await startPortal(PORT, dataDir);
});
test.afterAll(async () => {
  await portal?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const NEW = 10;
/** The most key presses that one report may cost. */
const PRESSES = 4;

const rows = (page: Page) => page.getByRole("table", { name: /^Triage/ }).locator("tbody tr");
/** Keys do something once the page's scripts have begun. */
const listens = (page: Page) => expect(page.getByRole("button", { name: "Find", exact: true })).toBeVisible();
const shown = (page: Page) => page.getByRole("article", { name: /^Shown: / });

test("ten new reports go to zero by keyboard, at most four presses each", async ({ listed, staff }) => {
  const reporter = await listed("researcher-a@example.org");
  const desk = await (await staff("triager", "smile-digital-health")).page({ viewport: { width: 1440, height: 900 } });
  await desk.goto("/staff/triage");
  for (let waiting = await rows(desk).count(); waiting < NEW; waiting += 1) {
    await sendReport(reporter.request, "smile-digital-health", {
      details: { title: `Morning report number ${waiting}`, details: DETAILS },
    });
  }
  await desk.reload();
  await listens(desk);
  await expect(rows(desk)).toHaveCount(NEW);
  // The oldest promise stands first, and is the one that is shown.
  await expect(rows(desk).first()).toHaveAttribute("aria-current", "true");
  await expect(rows(desk).first()).toContainText("breached");

  let pressed = 0;
  const press = async (key: string) => {
    pressed += 1;
    await desk.keyboard.press(key);
  };
  const reference = async () => (await shown(desk).getAttribute("aria-label"))?.replace("Shown: ", "") ?? "";
  for (let left = NEW; left > 0; left -= 1) {
    const before = pressed;
    const one = await reference();
    expect(one).toMatch(/^SDH-/);
    // Every third waits until tomorrow; the others are begun.
    if (left % 3 === 0) {
      await press("h");
      await expect(desk.getByRole("button", { name: "until tomorrow morning" })).toBeFocused();
      await press("Enter");
      await expect(desk.getByText(`${one} was put aside`)).toBeVisible();
      if (left > 1) await expect(desk.locator("tr[aria-current] a[href]:focus")).toBeVisible();
    } else {
      await press("1");
      await expect(desk.getByText(`${one} is being checked now`)).toBeVisible();
    }
    await expect(rows(desk)).toHaveCount(left - 1);
    expect(pressed - before).toBeLessThanOrEqual(PRESSES);
  }
  await expect(desk.getByText("Triage is empty")).toBeVisible();
  expect(pressed).toBeLessThanOrEqual(NEW * PRESSES);

  // What was put aside is found again, its clocks running; taken back, it is new.
  await desk.keyboard.press("g");
  await desk.keyboard.press("q");
  await expect(desk.getByRole("navigation", { name: "Lists" })).toBeVisible();
  await desk.getByRole("link", { name: /^Put aside/ }).click();
  await expect(desk.getByRole("table").locator("tbody tr")).toHaveCount(3);
  await expect(desk.getByText(/Put aside until/).first()).toBeVisible();
});

test("keys move through the queue, open, and rest while somebody types or has switched them off", async ({
  listed,
  staff,
}) => {
  const reporter = await listed("researcher-a@example.org");
  for (const title of ["First of two reports", "Second of two reports"]) {
    await sendReport(reporter.request, "cardihab", {
      details: { title, details: DETAILS },
    });
  }
  const desk = await (await staff("triager", "cardihab")).page({ viewport: { width: 1440, height: 900 } });
  await desk.goto("/staff/triage");
  await listens(desk);
  const count = await rows(desk).count();
  const of = async (index: number) => (await rows(desk).nth(index).getAttribute("data-row")) ?? "";
  await desk.keyboard.press("j");
  await expect(shown(desk)).toHaveAccessibleName(`Shown: ${await of(1)}`);
  await desk.keyboard.press("k");
  await expect(shown(desk)).toHaveAccessibleName(`Shown: ${await of(0)}`);
  await desk.keyboard.press("Control+1");
  await desk.keyboard.press("3");
  const decline = desk.getByRole("combobox", { name: "Resolution" });
  await expect(decline).toBeFocused();
  await desk.getByLabel("Why, in words for the reporter").fill("1 2 h j k ?");
  await expect(desk.getByRole("dialog")).toHaveCount(0);
  await expect(rows(desk)).toHaveCount(count);

  await desk.goto("/staff/triage");
  await listens(desk);
  const first = await of(0);
  await desk.keyboard.press("o");
  await expect(desk).toHaveURL(new RegExp(`/staff/reports/${first}$`));
  await listens(desk);
  await desk.keyboard.press("n");
  await expect(desk.getByLabel("Internal note", { exact: true })).toBeFocused();

  await desk.goto("/staff/triage");
  await listens(desk);
  await desk.keyboard.press("?");
  const sheet = desk.getByRole("dialog", { name: "Keys" });
  await expect(sheet).toContainText("Start checking");
  await expect(sheet).not.toContainText("Write an internal note");
  await sheet.getByRole("button", { name: "Switch single keys off" }).click();
  await expect(sheet.getByRole("button", { name: "Switch single keys on" })).toBeVisible();
  await desk.keyboard.press("Escape");
  await desk.keyboard.press("1");
  await desk.reload();
  await listens(desk);
  await expect(rows(desk)).toHaveCount(count);
  await desk.keyboard.press("?");
  await desk.getByRole("button", { name: "Switch single keys on" }).click();
});

test("without scripts a verb makes its move and shows the next report; decline asks for its words", async ({
  listed,
  staff,
}) => {
  const reporter = await listed("researcher-a@example.org");
  const sent = await sendReport(reporter.request, "cardihab", {
    details: { title: "A report without scripts", details: DETAILS },
  });
  const desk = await (await staff("coordinator", "cardihab")).page({ javaScriptEnabled: false });
  await desk.goto(`/staff/triage?at=${sent}`);
  await expect(shown(desk)).toHaveAccessibleName(`Shown: ${sent}`);
  await shown(desk).locator("summary").getByText("Put aside", { exact: true }).click();
  await desk.getByRole("button", { name: "for three days" }).click();
  await expect(desk.getByText(`${sent} was put aside`)).toBeVisible();
  await desk.getByRole("button", { name: "Take it back" }).click();
  await expect(shown(desk)).toHaveAccessibleName(`Shown: ${sent}`);
  await shown(desk).getByRole("button", { name: "Start checking" }).click();
  await expect(desk.getByText(`${sent} is being checked now`)).toBeVisible();
  await desk.goto("/staff/triage?at=CDH-0000-0000");
  await expect(desk.getByText("There is no such report here")).toBeVisible();
});
