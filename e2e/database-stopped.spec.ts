import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { becomeListed } from "./people";
import { becomesReady, type Portal, startPortal } from "./portal";
import { draftOf, sendReport, writeDraft } from "./reports";

test.describe.configure({ mode: "serial", timeout: 120_000 });

const port = 3937;
test.use({ baseURL: `http://127.0.0.1:${port}` });

const dataDir = mkdtempSync(join(tmpdir(), "portal-stopped-"));
let portal: Portal;

test.beforeAll(async () => {
  portal = await startPortal(port, dataDir);
});

test.afterAll(async () => {
  await portal?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const PID_FILE = join(dataDir, "pg", "postmaster.pid");
const database = () => (existsSync(PID_FILE) ? Number(readFileSync(PID_FILE, "utf8").split("\n")[0]) : 0);

/** Kills PostgreSQL at the moment in which the next form is on its way; its process. */
async function killOnSubmit(page: Page): Promise<number> {
  const pid = database();
  await page.route("**", (route) => {
    if (route.request().method() !== "POST") return route.continue();
    process.kill(pid, "SIGKILL");
    return route.continue();
  });
  return pid;
}

for (const javaScriptEnabled of [true, false]) {
  test(`a database that dies under a form ${javaScriptEnabled ? "" : "without JavaScript "}is said plainly, and nothing acknowledged is lost (FT-03)`, async ({
    makePerson,
  }) => {
    const me = await makePerson(async (request) => {
      await becomeListed(request, "researcher-a@example.org");
      return "researcher-a@example.org";
    });
    const reference = await sendReport(me.request, "cardihab");
    const draft = draftOf(await writeDraft(me.request, "cardihab", "repro"));
    const page = await me.page({ javaScriptEnabled });
    await page.goto(`/report/${draft}/repro`);
    await page.getByLabel("Steps to reproduce it").fill("1. Open the export. 2. Read it.");
    const killed = await killOnSubmit(page);
    await page.getByRole("button", { name: "Continue" }).click();
    if (javaScriptEnabled) {
      const problem = page.getByRole("region", { name: "There is a problem" });
      await expect(problem).toContainText("Something went wrong on our side. Nothing was saved.");
      await expect(page.getByLabel("Steps to reproduce it")).toHaveValue("1. Open the export. 2. Read it.");
    } else {
      await expect(page.getByRole("main")).toContainText(/Nothing was saved|was not received/);
    }
    await page.unrouteAll();
    // What the killed process left behind answers a moment longer.
    await expect.poll(database, { timeout: 30_000 }).not.toBe(killed);
    await becomesReady(portal);

    if (!javaScriptEnabled) {
      await page.goto(`/report/${draft}/repro`);
      await page.getByLabel("Steps to reproduce it").fill("1. Open the export. 2. Read it.");
    }
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Impact and fix");
    await page.goto(`/report/${draft}/details`);
    await expect(page.getByLabel("Title")).toHaveValue("Export of a list needs no session");
    await page.goto(`/reports/${reference}/receipt`);
    await expect(page.getByText(reference, { exact: true }).first()).toBeVisible();
  });
}
