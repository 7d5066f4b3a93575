import { expect, test } from "../fixtures";
import { linkIn, mailsTo, mailTo } from "../mail";
import { newAddress } from "../people";
import { draftOf, writeDraft } from "../reports";

test("a guest's draft goes along to another browser by a link in a real mail, without JavaScript", async ({
  browser,
  baseURL,
  playwright,
}) => {
  const first = await playwright.request.newContext({ baseURL });
  const draft = draftOf(await writeDraft(first, "cardihab", "details"));
  const noScripts = { baseURL, javaScriptEnabled: false };
  const here = await browser.newContext({ ...noScripts, storageState: await first.storageState() });
  const page = await here.newPage();
  await page.goto(`/report/${draft}/details`);
  await page.getByLabel("Title").fill("Export of a list needs no session");
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await page.getByRole("link", { name: "Mail me a link to go on elsewhere" }).click();
  await expect(page).toHaveTitle("A link to this draft – Safe Harbour");
  await page.getByLabel("E-mail address").fill("not an address");
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByLabel("E-mail address")).toHaveValue("not an address");
  const address = newAddress("heron");
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page.getByText("The link is on its way")).toBeVisible();

  const mail = await mailTo(address, "draft_link");
  expect(mail.subject).toBe("A link to your draft");
  expect(mail.text).not.toContain("Export of a list");
  const link = linkIn(mail, "/report/resume");
  // What scans mails opens every link, and uses up none.
  const scanner = await playwright.request.newContext({ baseURL });
  for (let look = 0; look < 2; look++) expect((await scanner.get(link)).status()).toBe(200);
  await scanner.dispose();

  const there = await browser.newContext(noScripts);
  const other = await there.newPage();
  await other.goto(link);
  await other.getByRole("button", { name: "Open the draft in this browser" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("The vulnerability");
  await expect(other.getByLabel("Title")).toHaveValue("Export of a list needs no session");
  await other.goto(link);
  await expect(other.getByText("This link was used already")).toBeVisible();

  // A page that stood open in the first browser loses nothing that is typed into it.
  await page.goto(`/report/${draft}/details`);
  await expect(page).toHaveTitle(/^Page not found/);
  await here.close();

  await other.getByRole("button", { name: "Mail me a new link" }).click();
  await expect(other.getByText("A new link is on its way to the same address")).toBeVisible();
  await expect.poll(async () => (await mailsTo(address, "draft_link")).length, { timeout: 15_000 }).toBe(2);
  // Whether there is a draft for an address nobody learns here.
  for (const asked of [address, newAddress("nobody")]) {
    await other.goto("/report/resume");
    await other.getByLabel("E-mail address").fill(asked);
    await other.getByRole("button", { name: "Mail me a link" }).click();
    await expect(other.getByText("If a draft waits for this address")).toBeVisible();
  }
  await there.close();
  await first.dispose();
});

test("what is typed in a browser that the draft has left comes along into the page that has it now", async ({
  browser,
  baseURL,
  playwright,
}) => {
  const first = await playwright.request.newContext({ baseURL });
  const draft = draftOf(await writeDraft(first, "smile-digital-health", "details"));
  const here = await browser.newContext({
    baseURL,
    javaScriptEnabled: false,
    storageState: await first.storageState(),
  });
  const page = await here.newPage();
  const address = newAddress("moth");
  await page.goto(`/report/${draft}/link`);
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await page.goto(`/report/${draft}/details`);
  await page.getByLabel("Title").fill("Typed in the old browser");
  const links = async () => (await mailsTo(address, "draft_link")).map((mail) => linkIn(mail, "/report/resume"));
  await mailTo(address, "draft_link");

  const there = await browser.newContext({ baseURL });
  const other = await there.newPage();
  await other.goto((await links())[0] ?? "");
  await other.getByRole("button", { name: "Open the draft in this browser" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("The vulnerability");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByText("This draft is open in another browser now")).toBeVisible();
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect.poll(async () => (await links()).length, { timeout: 15_000 }).toBe(2);
  await page.goto((await links())[1] ?? "");
  await page.getByRole("button", { name: "Open the draft in this browser" }).click();
  await expect(page.getByText("What was typed in the other browser stands below")).toBeVisible();
  await expect(page.getByLabel("Title")).toHaveValue("Typed in the old browser");
  await here.close();
  await there.close();
  await first.dispose();
});
