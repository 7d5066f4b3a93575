import { expect, test } from "../fixtures";
import { draftOf, sendAsGuest, writeDraft } from "../reports";

test("a guest's session opens one report; every other reader gets the answer of a report that does not exist", async ({
  playwright,
  baseURL,
  stranger,
  newResearcher,
  staff,
}) => {
  const other = await playwright.request.newContext({ baseURL });
  const mine = await sendAsGuest(stranger, "smile-digital-health");
  const theirs = await sendAsGuest(other, "cardihab");
  const pages = (reference: string) =>
    ["", "/receipt", "/receipt.json", "/receipt.txt", "/export.json", "/messages", "/add", "/code"].map(
      (page) => `/reports/${reference}${page}`,
    );
  // The positive control: what is refused below is there for its own guest.
  for (const path of pages(mine.reference)) expect((await stranger.get(path)).status(), path).toBe(200);
  expect((await other.get(`/reports/${theirs.reference}`)).status()).toBe(200);

  const triager = (await staff("triager", "smile-digital-health")).request;
  expect((await triager.get(`/staff/reports/${mine.reference}`)).status()).toBe(200);
  const elsewhere = (await staff("triager", "cardihab")).request;
  expect((await elsewhere.get(`/staff/reports/${mine.reference}`)).status()).toBe(404);

  const researcher = (await newResearcher()).request;
  for (const request of [other, researcher, elsewhere, triager]) {
    for (const path of pages(mine.reference)) expect((await request.get(path)).status(), path).toBe(404);
  }
  for (const path of pages(theirs.reference)) expect((await stranger.get(path)).status(), path).toBe(404);
  await other.dispose();
});

test("a browser proves its work while its guest reads; a report without is taken and marked", async ({
  browser,
  baseURL,
  stranger,
  staff,
}) => {
  const check = await writeDraft(stranger, "cardihab", "check");
  const context = await browser.newContext({ baseURL, storageState: await stranger.storageState() });
  const page = await context.newPage();
  await page.goto(`/report/${draftOf(check)}/check`);
  await expect(page.locator('input[name="_proof"]')).toHaveValue(/derivedKey/, { timeout: 20_000 });
  await page.getByRole("button", { name: "Send report" }).click();
  const shown = page.getByRole("region", { name: "We received your report" });
  const proven = /CDH-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await shown.innerText())?.[0] ?? "";
  const marked = await sendAsGuest(stranger, "cardihab");

  const { request } = await staff("triager", "cardihab");
  const read = async (reference: string) => (await request.get(`/staff/reports/${reference}`)).text();
  expect(await read(proven)).toContain(proven);
  expect(await read(proven)).not.toContain("Unproven");
  expect(await read(marked.reference)).toContain("Unproven (no proof of work)");
  await context.close();
});
