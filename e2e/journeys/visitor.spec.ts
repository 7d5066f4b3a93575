import { createHash } from "node:crypto";
import { expect, test } from "../fixtures";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "a visitor" : "a visitor without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("chooses between two programs by what they promise", async ({ page }) => {
      await page.goto("/");
      const smile = page.getByRole("region", { name: "Smile Digital Health" });
      const cardihab = page.getByRole("region", { name: "Cardihab" });
      await expect(page.getByRole("heading", { level: 2 })).toHaveText(["Smile Digital Health", "Cardihab"]);
      await expect(smile.getByRole("row", { name: /Acknowledge 2 business days We will/ })).toBeVisible();
      await expect(smile.getByRole("row", { name: /Verify 1 week Usually/ })).toBeVisible();
      await expect(cardihab.getByRole("row", { name: /First response 5 business days Best effort/ })).toBeVisible();
      await expect(cardihab.getByRole("row", { name: /Verify/ })).toHaveCount(0);

      await smile.getByRole("link", { name: "Read the policy of Smile Digital Health" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Responsible Disclosure Policy");
    });

    test("reads the policy of Smile Digital Health", async ({ page }) => {
      await page.goto("/programs/smile-digital-health/policy");
      const facts = page.getByRole("complementary", { name: "About this version" });
      await expect(facts).toContainText("Version1.2");
      await expect(facts).toContainText("22 Apr 2025");
      await expect(facts).toContainText("Public");
      await expect(facts).toContainText(/Review overdue since.*22 Apr 2026/);
      await expect(page.getByText("The review of this policy is overdue")).toBeVisible();

      const contents = page.getByRole("navigation", { name: "On this page" }).first();
      for (const entry of ["2.2.1 Rewards", "2.3.4 CVE Reporting", "1.2 Scope", "How days are counted"]) {
        await expect(contents.getByRole("link", { name: entry })).toBeVisible();
      }
      await contents.getByRole("link", { name: "2.2.1 Rewards" }).click();
      await expect(page).toHaveURL(/#2\.2\.1$/);
      await expect(page.getByRole("heading", { name: "2.2.1 Rewards" })).toBeInViewport();
      for (const link of await contents.getByRole("link").all()) {
        const target = (await link.getAttribute("href"))?.slice(1) ?? "";
        await expect(page.locator(`[id="${target}"]`), target).toHaveCount(1);
      }

      const promises = page.getByRole("table", { name: "Response times this policy commits to" });
      await expect(
        promises.getByRole("row", { name: /Acknowledge 2 business days We will a firm promise/ }),
      ).toBeVisible();
      await expect(promises.getByRole("row", { name: /Verify 1 week Usually/ })).toBeVisible();
      const clause = (name: string) => page.getByRole("region", { name });
      await expect(clause("1.2 Scope")).toContainText("Denial of service");
      await expect(clause("1.2 Scope")).toContainText("Physical testing");
      await expect(clause("1.2 Scope")).toContainText("Social engineering");
      await expect(clause("2.2 Support for Security Researchers")).toContainText("No legal action");
      await expect(clause("2.2 Support for Security Researchers")).toContainText("No complaint to law enforcement");
      await expect(clause("2.2.1 Rewards")).toContainText("BountyNone");
      await expect(clause("2.3.1 Contact Information")).toContainText("security@smiledigitalhealth.com");
      await expect(clause("2.3.4 CVE Reporting")).toContainText("All products of Smile Digital Health, and HAPI FHIR");
    });

    test("reads Cardihab's security program and policy", async ({ page }) => {
      await page.goto("/programs/cardihab/security");
      await expect(page.getByText("ISO/IEC 27001:2013")).toBeVisible();
      const questions = page.getByRole("region", { name: "Frequently asked questions" });
      await questions.getByText("I found more than one vulnerability").click();
      await expect(questions.getByText("Send one report for each of them.")).toBeVisible();

      await page.goto("/programs/cardihab/policy");
      const clause = (name: string) => page.getByRole("region", { name });
      await expect(clause("2.2 Response targets")).toContainText("5 business days · Best effort");
      await expect(clause("2.3 Program rules")).toContainText("Do not break any law.");
      await expect(clause("2.4 Out-of-scope vulnerabilities")).toContainText("Cookie handling");
      await expect(clause("2.4 Out-of-scope vulnerabilities")).toContainText("E-mail spoofing");
      await expect(clause("2.5 Safe harbour")).toContainText("Conduct under the policy is authorised");
      await expect(clause("2.5 Safe harbour")).toContainText("A statement if a third party sues");
      await expect(page.getByText("No legal action by law enforcement")).toHaveCount(0);

      await page.getByRole("link", { name: "Report a vulnerability" }).first().click();
      await expect(page).toHaveURL("/report?program=cardihab");
      // With an account and without one are equals.
      await expect(page.getByRole("button", { name: /without an account/i })).toBeVisible();
      await expect(
        page
          .getByRole("main")
          .getByRole("link", { name: /sign in/i })
          .first(),
      ).toBeVisible();
    });
  });
}

for (const program of ["smile-digital-health", "cardihab"]) {
  test(`the policy of ${program} can be checked byte by byte`, async ({ stranger, page }) => {
    const current = await stranger.get(`/programs/${program}/policy.json`);
    const bytes = await current.body();
    const hash = createHash("sha256").update(bytes).digest("hex");
    expect(current.headers().etag).toBe(`"${hash}"`);
    expect(current.headers()["set-cookie"]).toBeUndefined();
    const { version } = JSON.parse(bytes.toString());
    const pinned = await stranger.get(`/programs/${program}/policy/v/${version}.json`);
    expect((await pinned.body()).equals(bytes)).toBe(true);
    expect(pinned.headers()["cache-control"]).toContain("immutable");
    const known = await stranger.get(`/programs/${program}/policy.json`, { headers: { "if-none-match": `"${hash}"` } });
    expect(known.status()).toBe(304);
    await page.goto(`/programs/${program}/policy`);
    await expect(page.getByRole("complementary", { name: "About this version" })).toContainText(hash);
    const markdown = await stranger.get(`/programs/${program}/policy.md`);
    expect(await markdown.text()).toContain(version);
  });
}

test("what does not exist says so with 404", async ({ stranger }) => {
  for (const path of ["/programs/nobody", "/programs/nobody/policy", "/programs/cardihab/policy/v/9-9", "/nowhere"]) {
    const answer = await stranger.get(path);
    expect([path, answer.status()]).toEqual([path, 404]);
    expect(await answer.text()).toContain("Page not found");
  }
  expect((await stranger.get("/programs/nobody/policy.json")).status()).toBe(404);
});
