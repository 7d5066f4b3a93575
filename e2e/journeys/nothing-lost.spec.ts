import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chromium, type Page } from "@playwright/test";
import { findChromium } from "../../lib/env/chromium";
import { expect, type Person, test } from "../fixtures";
import { draftOf, writeDraft } from "../reports";

const PROGRAM = "smile-digital-health";
const title = (page: Page) => page.getByRole("heading", { level: 1 });
const saved = (page: Page) => page.locator("[data-save=saved]");

async function detailsOf(me: Person): Promise<string> {
  return `/report/${draftOf(await writeDraft(me.request, PROGRAM, "details"))}/details`;
}

/** The tab's process dies: no page is left, no handler runs. */
async function kill(page: Page): Promise<void> {
  const crashed = page.waitForEvent("crash");
  const session = await page.context().newCDPSession(page);
  // It has nobody left to answer.
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
}

test("a tab that is killed 3 s after any keystroke has lost nothing", async ({ newResearcher }) => {
  const me = await newResearcher("killed");
  // After the first keystroke, while one save is under way and the next waits, and after a pause with more typing.
  const rhythms = ["x", "Export of a list needs no session", "Half a title | and the other half"];
  await Promise.all(
    rhythms.map(async (text) => {
      const address = await detailsOf(me);
      const page = await me.page();
      await page.goto(address);
      const [first = "", second] = text.split("|");
      await page.getByLabel("Title").pressSequentially(first, { delay: 60 });
      if (second !== undefined) {
        await expect(saved(page)).toBeVisible();
        await page.getByLabel("Title").pressSequentially(second, { delay: 60 });
      }
      await delay(3000);
      await kill(page);
      const again = await me.page();
      await again.goto(address);
      await expect(again.getByLabel("Title")).toHaveValue((first + (second ?? "")).trim());
    }),
  );
});

test("30 s without a network while one types lose nothing, say so, and are saved when it is back", async ({
  newResearcher,
}) => {
  test.setTimeout(90_000);
  const me = await newResearcher("traveller");
  const address = await detailsOf(me);
  const page = await me.page();
  await page.goto(address);
  await page.getByLabel("Title").fill("Export of a list needs no session");
  await page.context().setOffline(true);
  const summary = page.getByLabel("Summary");
  const from = Date.now();
  const words = "Written on a train, in a tunnel, without a network. ";
  for (let index = 0; Date.now() - from < 30_000; index++) {
    await summary.pressSequentially(words[index % words.length] ?? "", { delay: 250 });
    if (index === 10) await expect(page.locator("[data-save]")).toHaveText("You’re offline: keep this page open");
  }
  const typed = await summary.inputValue();
  expect(typed.length).toBeGreaterThan(60);
  await expect(page.locator("[data-save]")).toHaveText("You’re offline: keep this page open");
  await page.context().setOffline(false);
  await expect(saved(page)).toBeVisible();
  await kill(page);
  const again = await me.page();
  await again.goto(address);
  await expect(again.getByLabel("Summary")).toHaveValue(typed);
  await expect(again.getByLabel("Title")).toHaveValue("Export of a list needs no session");
});

test("a browser whose clock is years away saves, shows the portal's time and sends", async ({ newResearcher }) => {
  const me = await newResearcher("timeless");
  for (const year of ["1999", "2041"]) {
    const address = await detailsOf(me);
    const page = await me.page();
    await page.clock.setSystemTime(`${year}-02-03T04:05:06Z`);
    await page.goto(address);
    await page.getByLabel("Summary").pressSequentially("From another year.");
    await expect(saved(page)).toBeVisible({ timeout: 2500 });
    const said = await saved(page).getByRole("time").innerText();
    const now = [0, -1].map((minutes) =>
      new Intl.DateTimeFormat("en-GB", { timeZone: "America/Toronto", hour: "2-digit", minute: "2-digit" }).format(
        Date.now() + minutes * 60_000,
      ),
    );
    expect(now.some((time) => said.startsWith(time))).toBe(true);
    await page.getByLabel("Title").fill("Export of a list needs no session");
    await page.getByLabel("Describe the vulnerability").fill("It answers before it looks at the session. ".repeat(3));
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await expect(title(page)).toHaveText("How to reproduce it");
    await page.goto(address);
    await expect(page.getByLabel("Summary")).toHaveValue("From another year.");
  }
});

test("after the whole journey the browser has kept nothing: in no storage, and nowhere on its disk", async ({
  newResearcher,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const me = await newResearcher("tidy");
  const profile = mkdtempSync(join(tmpdir(), "portal-profile-"));
  const executablePath = findChromium();
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath && { executablePath }),
    ...(baseURL && { baseURL }),
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  await context.addCookies((await me.request.storageState()).cookies);
  const page = context.pages()[0] ?? (await context.newPage());
  const next = async (heading: string) => {
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await expect(title(page)).toHaveText(heading);
  };
  await page.goto(`/report?program=${PROGRAM}`);
  await page.getByRole("button", { name: "Start a report" }).click();
  await page.getByLabel("Which product is it in?").selectOption("HAPI FHIR");
  await page.getByRole("checkbox", { name: "None of these" }).check();
  await next("Did you see anyone’s data?");
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await next("The product");
  await page.getByLabel("Addresses where it can be seen").fill("https://harbour-canary.example/export");
  await next("The vulnerability");
  await page.getByLabel("Title").fill("harbour-canary of a title");
  await page.getByLabel("Describe the vulnerability").fill(`harbour-canary of the details. ${"Read. ".repeat(20)}`);
  await expect(saved(page)).toBeVisible();
  // Back and forward again: what a browser remembers of a tab is written with its history.
  await page.goBack();
  await expect(page.getByLabel("Addresses where it can be seen")).toHaveValue("https://harbour-canary.example/export");
  await page.goForward();
  await expect(page.getByLabel("Title")).toHaveValue("harbour-canary of a title");
  await next("How to reproduce it");
  await page.getByLabel("Proof of concept").fill("curl harbour-canary");
  const buffer = Buffer.from("harbour-canary of a file");
  await page.locator("#files").setInputFiles({ name: "canary.log", mimeType: "text/plain", buffer });
  await expect(page.getByText("Not scanned for viruses")).toBeVisible();
  await next("Impact and fix");
  await page.getByLabel("What could go wrong?").fill("harbour-canary of the impact");
  await next("About you");
  await next("Credit and disclosure");
  await next("Policy");
  await page.getByRole("checkbox", { name: /I have read version/ }).check();
  await page.getByRole("radio", { name: "I followed it" }).check();
  await next("Check your answers");
  await page.getByRole("button", { name: "Send report" }).click();
  await expect(title(page)).toHaveText("Report received");
  const kept = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    readable: document.cookie,
  }));
  expect(kept).toEqual({ local: [], session: [], databases: [], caches: [], readable: "" });
  await context.close();

  const marks = [Buffer.from("harbour-canary"), Buffer.from("harbour-canary", "utf16le")];
  const files = readdirSync(profile, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const holding = files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => marks.some((mark) => readFileSync(path).includes(mark)))
    .map((path) => path.slice(profile.length));
  rmSync(profile, { recursive: true, force: true });
  expect(files.length).toBeGreaterThan(10);
  expect(holding).toEqual([]);
});
