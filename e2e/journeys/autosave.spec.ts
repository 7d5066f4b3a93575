import type { Page } from "@playwright/test";
import { expect, type Person, test } from "../fixtures";
import { becomeListed, PASSWORD } from "../people";
import { DETAILS, draftOf, writeDraft } from "../reports";

const TITLE = "Export of a list needs no session";
const title = (page: Page) => page.getByRole("heading", { level: 1 });
const saved = (page: Page) => page.locator("[data-save=saved]");
const next = (page: Page) => page.getByRole("button", { name: "Continue", exact: true }).click();

async function at(me: Person, step: "details" | "repro", options = {}) {
  const draft = draftOf(await writeDraft(me.request, "smile-digital-health", step));
  const page = await me.page(options);
  await page.goto(`/report/${draft}/${step}`);
  return { page, address: `/report/${draft}/${step}`, draft };
}

test("what is typed is there again after the tab was killed, in no storage of the browser, and finishes no step", async ({
  newResearcher,
}) => {
  const me = await newResearcher("typist");
  const { page, address, draft } = await at(me, "details");
  await page.getByLabel("Title").pressSequentially(TITLE, { delay: 40 });
  // Well within the 3 s after the last keystroke that form.md §7 gives.
  await expect(saved(page)).toBeVisible({ timeout: 2500 });
  await expect(page.getByText(/Saved \d{2}:\d{2} E[SD]T · only you can see this/)).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toHaveText(/^Saved \d{2}:\d{2} E[SD]T$/);
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: Object.keys(sessionStorage).filter((key) => !key.startsWith("__next")),
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
  }));
  expect(kept).toEqual({ local: 0, session: [], databases: 0, caches: 0 });
  await page.close({ runBeforeUnload: false });

  const again = await me.page();
  await again.goto(address);
  await expect(again.getByLabel("Title")).toHaveValue(TITLE);
  await again.goto(`/report/${draft}/check`);
  await expect(again).toHaveURL(address);
});

test("what was typed a moment ago is sent when the page goes away, and leaving it is asked about", async ({
  newResearcher,
}) => {
  const { page, address } = await at(await newResearcher("leaver"), "details");
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.getByLabel("Title").pressSequentially(TITLE);
  // The request outlives its page, which is why only its effect can be waited for.
  await page.goto("/help");
  expect(asked).toEqual(["beforeunload"]);
  await expect(async () => {
    await page.goto(address);
    await expect(page.getByLabel("Title")).toHaveValue(TITLE, { timeout: 500 });
  }).toPass();
  await page.goto("/help");
  expect(asked).toHaveLength(1);
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without JavaScript";

  test(`two tabs show both versions and overwrite nothing, ${how}`, async ({ newResearcher }) => {
    const me = await newResearcher("twice");
    const { page, address } = await at(me, "repro", { javaScriptEnabled });
    const other = await page.context().newPage();
    await other.goto(address);
    await other.getByLabel("Steps to reproduce it").fill("1. Sign out. 2. Open /export.");
    await other.getByLabel("What should have happened?").fill("A refusal");
    await next(other);
    await expect(title(other)).toHaveText("Impact and fix");

    await page.getByLabel("Steps to reproduce it").fill("Open /export in a private window.");
    if (javaScriptEnabled) await expect(page.locator("[data-save=conflict]")).toBeVisible();
    await page.getByLabel("What happened instead?").fill("The whole list");
    await next(page);
    const summary = page.getByRole("region", { name: "There is a problem" });
    await expect(summary).toBeFocused();
    await expect(summary.getByRole("link")).toHaveText([
      "Choose a version of “Steps to reproduce it”",
      "Choose a version of “What should have happened?”",
      "Choose a version of “What happened instead?”",
    ]);
    await expect(page.getByText("1. Sign out. 2. Open /export.")).toBeVisible();
    await expect(page.locator("textarea#steps")).toHaveValue("Open /export in a private window.");
    const choice = (question: string) => page.getByRole("group", { name: `Which version of “${question}” do you` });
    await choice("What should have happened?").getByRole("radio", { name: "The other one" }).check();
    await next(page);
    await expect(title(page)).toHaveText("Impact and fix");
    await page.goto(address);
    await expect(page.getByLabel("Steps to reproduce it")).toHaveValue("Open /export in a private window.");
    await expect(page.getByLabel("What should have happened?")).toHaveValue("A refusal");
    await expect(page.getByLabel("What happened instead?")).toHaveValue("The whole list");
  });

  test(`what is typed when the session has ended comes back after signing in, ${how}`, async ({
    newResearcher,
    baseURL,
  }) => {
    const me = await newResearcher("expired");
    const { page, address } = await at(me, "details", { javaScriptEnabled });
    await me.request.post("/sign-out", { headers: { origin: baseURL ?? "" } });
    await page.getByLabel("Title").fill(TITLE);
    await page.getByLabel("Describe the vulnerability").fill(DETAILS);
    if (javaScriptEnabled) await expect(page.locator("[data-save=signed-out]")).toBeVisible();
    await next(page);
    await expect(title(page)).toHaveText("Sign in");
    await expect(page.getByText("What you had typed is kept for an hour")).toBeVisible();
    const back = new URL(page.url()).searchParams.get("next") ?? "";

    const stranger = await newResearcher("stranger");
    const refused = await stranger.request.get(back);
    expect(refused.status()).toBe(404);
    expect(await refused.text()).not.toContain(TITLE);

    await page.getByLabel("E-mail address").fill(me.email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("You are signed in again")).toBeVisible();
    expect(new URL(page.url()).pathname).toBe(address);
    await expect(page.getByLabel("Title")).toHaveValue(TITLE);
    await expect(page.getByLabel("Describe the vulnerability")).toHaveValue(DETAILS);
    await next(page);
    await expect(title(page)).toHaveText("How to reproduce it");
    await page.goto(back);
    await expect(page.getByText("You are signed in again")).toBeHidden();
  });
}

test("the route that saves refuses other sites, other people and other forms", async ({
  newResearcher,
  playwright,
  baseURL,
}) => {
  const me = await newResearcher("owner");
  const draft = draftOf(await writeDraft(me.request, "smile-digital-health", "details"));
  const url = `/report/${draft}/details/autosave`;
  const multipart = { _rev: "9", _part: "step", title: TITLE };
  const origin = { origin: baseURL ?? "" };
  const status = async (request: typeof me.request, headers: Record<string, string>, fields = multipart) =>
    (await request.post(url, { multipart: fields, headers })).status();
  expect(await status(me.request, { origin: "https://other.example" })).toBe(403);
  expect(await status(me.request, { "sec-fetch-site": "cross-site" })).toBe(403);
  expect(await status((await newResearcher("stranger")).request, origin)).toBe(404);
  const nobody = await playwright.request.newContext({ baseURL });
  expect(await status(nobody, origin)).toBe(401);
  await becomeListed(nobody, "triager@smile-digital-health.example");
  expect(await status(nobody, origin)).toBe(404);
  await nobody.dispose();
  expect(await status(me.request, origin, { ...multipart, state: "closed" } as typeof multipart)).toBe(422);
  expect(await status(me.request, origin)).toBe(200);
});
