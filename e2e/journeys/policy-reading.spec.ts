import { expect, test } from "../fixtures";

const POLICY = "/programs/smile-digital-health/policy";

test("a clause has an address that one copies; a phone gets the contents folded", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ ...(baseURL && { baseURL }), viewport: { width: 320, height: 800 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  await page.goto(POLICY);
  await page.getByText("On this page", { exact: true }).last().click();
  await page
    .getByRole("navigation", { name: "On this page" })
    .getByRole("link", { name: /CVE Reporting/ })
    .click();
  await expect(page).toHaveURL(/#2\.3\.4$/);
  await expect(page.locator('[id="2.3.4"]')).toBeInViewport();
  await page.getByRole("link", { name: "Link to clause 2.3.1" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Link copied: #2.3.1" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${new URL(page.url()).origin}${POLICY}#2.3.1`,
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await context.close();
});

test("the policy's own links lead to a feed, to Markdown and to the very bytes that were hashed", async ({ page }) => {
  await page.goto(`${POLICY}/history`);
  const feed = await page
    .getByRole("link", { name: "Follow changes of this policy by Atom feed" })
    .getAttribute("href");
  const atom = await page.request.get(feed ?? "");
  expect(atom.headers()["content-type"]).toContain("application/atom+xml");
  const parsed = await page.evaluate(
    (text) => {
      const xml = new DOMParser().parseFromString(text, "application/xml");
      const of = (name: string) => xml.getElementsByTagName(name).length;
      return { root: xml.documentElement.nodeName, errors: of("parsererror"), entries: of("entry"), ids: of("id") };
    },
    await atom.text(),
  );
  expect(parsed).toMatchObject({ root: "feed", errors: 0 });
  // RFC 4287 §4.1.2: the feed and each entry has an id of its own.
  expect(parsed.ids).toBe(parsed.entries + 1);

  await page.goto(POLICY);
  const facts = page.getByRole("complementary", { name: "About this version" });
  const hash = await facts.locator("code").innerText();
  const json = await page.request.get((await facts.getByRole("link", { name: "As JSON" }).getAttribute("href")) ?? "");
  const digest = await page.evaluate(
    async (bytes) =>
      Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes))), (byte) =>
        byte.toString(16).padStart(2, "0"),
      ).join(""),
    [...(await json.body())],
  );
  expect(digest).toBe(hash);
  const plain = await page.request.get(
    (await facts.getByRole("link", { name: "As Markdown" }).getAttribute("href")) ?? "",
  );
  expect(plain.headers()["content-type"]).toContain("text/markdown");
  expect(await plain.text()).toContain("#### 2.3.4 CVE Reporting");
  for (const path of ["/.well-known/security.txt", "/programs/cardihab/security.txt"]) {
    const file = await page.request.get(path);
    expect(await file.text(), path).toMatch(/^Contact: /m);
    expect(await file.text(), path).toMatch(/^Expires: \d{4}-\d\d-\d\dT/m);
  }
});

test("an answer about scope is signed, and its file is found true and, once changed, false", async ({ page }) => {
  await page.goto("/programs/cardihab/scope");
  await page.getByLabel("What do you want to test?").selectOption({ label: "Mobile app" });
  await page.getByLabel("Denial of service").check();
  await page.getByRole("button", { name: "Ask the policy" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Not permitted" })).toContainText(
    "The policy does not give permission for this.",
  );
  const href = await page.getByRole("link", { name: "Download this answer, signed" }).getAttribute("href");
  const buffer = await (await page.request.get(href ?? "")).body();
  const file = (bytes: Buffer) => ({ name: "answer.json", mimeType: "application/json", buffer: bytes });
  await page.goto("/verify");
  await page.getByLabel("Or its file").setInputFiles(file(buffer));
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("This portal signed exactly this scope answer")).toBeVisible();
  await page.goto("/verify");
  const changed = Buffer.from(buffer.toString().replace('"verdict":"not_permitted"', '"verdict":"permitted"'));
  expect(changed.equals(buffer)).toBe(false);
  await page.getByLabel("Or its file").setInputFiles(file(changed));
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Not valid" })).toBeVisible();
});
