import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { halfOf, type Place, PUBLIC_PLACES, researcherPlaces, staffPlaces } from "./pages";

/*
 * What scripts a page fetches until it is loaded, as they come over the wire with an empty cache. Bounds are in kilobytes
 * of 1000 bytes; figures of a day: docs/page-speed.md.
 */
const BOUNDS = { form: 170, read: 130, desk: 260 };
/** Fetched when somebody asks for it: marks of PGP, of the CVSS calculator, of the combobox, of resumed uploads, of Markdown. */
const LATER = ["openpgpjs.org", "Attack Vector", "data-base-ui", "Upload-Offset", "micromark"];

type Script = { bytes: number; holds: string[] };

/**
 * What a page's scripts weigh over the wire, and what they hold, as with an empty cache. A script's address changes with
 * its content: each is fetched and read once, and counted for every page that asks for it.
 */
async function expectWithin(page: Page, places: readonly Place[], kilobytes: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const known = new Map<string, Script>();
  let asked = new Map<string, string>();
  const bytes = new Map<string, number>();
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") asked.set(requestId, response.url);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength));
  const loaded: { path: string; bytes: number; holds: string[] }[] = [];
  for (const { path } of places) {
    asked = new Map();
    await page.goto(path, { waitUntil: "load" });
    expect(new URL(page.url()).pathname).toBe(new URL(path, page.url()).pathname);
    // The framework's work after loading is done when it has answered a frame; whatever an effect fetches has been asked for.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 })));
    for (const [requestId, url] of asked) {
      if (known.has(url)) continue;
      const { body } = await session.send("Network.getResponseBody", { requestId });
      known.set(url, { bytes: bytes.get(requestId) ?? 0, holds: LATER.filter((mark) => body.includes(mark)) });
    }
    const scripts = [...new Set(asked.values())].map((url) => known.get(url) ?? { bytes: 0, holds: [] });
    loaded.push({
      path,
      bytes: scripts.reduce((sum, script) => sum + script.bytes, 0),
      holds: scripts.flatMap(({ holds }) => holds),
    });
  }
  await session.detach();
  // A script that came from a cache the first time would weigh nothing.
  expect([...known].filter((script) => script[1].bytes === 0)).toEqual([]);
  const figures = loaded.map((one) => `${Math.round(one.bytes / 1000)} kB ${one.path}`).join("\n");
  test.info().annotations.push({ type: "first load", description: figures });
  expect(loaded.filter((one) => one.bytes > kilobytes * 1000)).toEqual([]);
  expect(loaded.filter(({ holds }) => holds.length > 0)).toEqual([]);
}

test("a step of the form is light, and fetches its tools when they are used", async ({ newResearcher, staff }) => {
  const reporter = await newResearcher("reader");
  const { request } = await staff("coordinator", "smile-digital-health");
  const steps = (await researcherPlaces(reporter, request)).filter(({ path }) => /^\/report\/|\/check$/.test(path));
  expect(steps.length).toBeGreaterThanOrEqual(10);
  const page = await reporter.page();
  await expectWithin(page, steps, BOUNDS.form);
  const details = steps.find(({ name }) => name === "details step");
  await page.goto(details?.path ?? "");
  const checks = page.waitForResponse(async (answer) => (await answer.text()).includes("ZodObject"));
  await page.getByLabel("Title").fill("x");
  await checks;
});

test("a page to read has no script of the framework, any other public page is light", async ({ page }) => {
  const still = PUBLIC_PLACES.filter(({ name }) =>
    [
      "start",
      "program",
      "policy",
      "policy version",
      "scope question",
      "response times",
      "start without an account",
    ].includes(name),
  );
  await expectWithin(page, still, 0);
  const others = PUBLIC_PLACES.filter((place) => !still.includes(place) && place.name !== "not found");
  await expectWithin(page, others, 170);
});

for (const half of [0, 1]) {
  test(`the desk is light enough, part ${half + 1} of 2`, async ({ newResearcher, staff }) => {
    const places = await staffPlaces(await newResearcher("reader"));
    const page = await (await staff("coordinator", "smile-digital-health")).page();
    const shown = places.filter(({ name }) => !name.startsWith("no such"));
    await expectWithin(page, halfOf(shown, half), BOUNDS.desk);
  });
}

test("a page of the desk stands still while its scripts begin: nothing moves under what is about to be pressed", async ({
  newResearcher,
  staff,
}) => {
  const places = await staffPlaces(await newResearcher("reader"));
  const report = places.find(({ name }) => name === "staff report")?.path ?? "";
  const page = await (await staff("triager", "smile-digital-health")).page();
  await page.addInitScript(() => {
    const places = () =>
      [...document.querySelectorAll("header, #moves, #moves button, [data-row]")]
        .filter((part) => part.checkVisibility())
        .map((part) => `${part.textContent?.slice(0, 30)} ${Math.round(part.getBoundingClientRect().top + scrollY)}`);
    document.addEventListener("DOMContentLoaded", () => Object.assign(window, { painted: places(), places }));
  });
  for (const path of [report, "/staff/triage", "/staff/reports"]) {
    await page.goto(path);
    await expect(page.getByRole("button", { name: "Find", exact: true })).toBeVisible();
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 })));
    const [painted, now] = await page.evaluate(() => {
      const marked = window as unknown as { painted: string[]; places: () => string[] };
      return [marked.painted, marked.places()];
    });
    expect(painted.length, path).toBeGreaterThan(2);
    expect(now, path).toEqual(painted);
  }
});
