import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { findChromium } from "@/lib/env/chromium";
import { signedIn } from "./bench/browser";
import { startPortal } from "./bench/portal";

/** Takes the pictures of the README anew, from the built portal with its demonstration. */

const PORT = 3974;
const PROGRAM = smileDigitalHealthPolicy.program;
const RESEARCHER = "researcher-a@example.org";
const TRIAGER = `triager@${PROGRAM}.example`;

type Picture = {
  name: string;
  as?: string;
  width: number;
  height: number;
  dark?: boolean;
  /** Leads to what is shown. */
  walk: (page: Page) => Promise<unknown>;
};

const firstReport = async (page: Page, list: string) => {
  await page.goto(list);
  await page.locator('[data-row] a[href*="/reports/"], main li a[href^="/reports/"]').first().click();
  await page.waitForURL(/\/reports\/[A-Z]{3}-/);
};

const PICTURES: readonly Picture[] = [
  { name: "policy", width: 1280, height: 800, walk: (page) => page.goto(`/programs/${PROGRAM}/policy`) },
  {
    name: "form-phone",
    as: RESEARCHER,
    width: 390,
    height: 800,
    walk: async (page) => {
      await page.goto(`/report?program=${PROGRAM}`);
      await page.getByRole("button", { name: "Start a report" }).click();
      await page.waitForURL(/\/scope$/);
    },
  },
  {
    name: "receipt",
    as: RESEARCHER,
    width: 900,
    height: 1000,
    walk: async (page) => {
      await firstReport(page, "/reports");
      await page.goto(`${new URL(page.url()).pathname}/receipt`);
    },
  },
  {
    name: "triage-dark",
    as: TRIAGER,
    width: 1280,
    height: 800,
    dark: true,
    walk: (page) => page.goto("/staff/triage"),
  },
  {
    name: "report-desk",
    as: TRIAGER,
    width: 1280,
    height: 800,
    walk: (page) => firstReport(page, "/staff/reports?state=verifying"),
  },
];

async function take(browser: Browser, origin: string, picture: Picture): Promise<void> {
  const { name, as, width, height, dark, walk } = picture;
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    locale: "en-GB",
  });
  if (as) {
    const session = await signedIn(origin, as);
    const cookies = session.cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin };
    });
    session.close();
    await context.addCookies(cookies);
  }
  const page = await context.newPage();
  await walk(page);
  // As a second visit shows it: with every face there, and with its scripts at work.
  await page.reload();
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((idle) => requestIdleCallback(idle))));
  await page.screenshot({ path: join("docs/screenshots", `${name}.png`) });
  await context.close();
}

async function main(): Promise<void> {
  const executablePath = findChromium();
  if (!executablePath)
    throw new Error("There is no Chromium: install the package chromium, or set CHROMIUM to its path.");
  const dataDir = mkdtempSync(join(tmpdir(), "portal-screenshots-"));
  const portal = await startPortal({ dataDir, port: PORT });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const picture of PICTURES) await take(browser, portal.origin, picture);
  } finally {
    await browser.close();
    await portal.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await main();
