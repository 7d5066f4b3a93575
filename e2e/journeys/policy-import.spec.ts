import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "../fixtures";
import { WRITTEN } from "../policy-drafts";

const PROGRAM = "smile-digital-health";
const seeds = fileURLToPath(new URL("../../../shared/seeds/", import.meta.url));

test("a published policy is pasted, checked value by value and opened as a draft", async ({ staff }) => {
  test.skip(!existsSync(seeds), "../shared/seeds is absent");
  const text = readFileSync(`${seeds}${readdirSync(seeds).find((name) => name.startsWith("000"))}`, "utf8");
  const page = await (await staff("coordinator", PROGRAM)).page();
  await page.goto("/staff/policies/import");
  await page.getByLabel("The policy").fill(text);
  await page.getByRole("button", { name: "Read the policy" }).click();
  await expect(page.getByRole("heading", { name: "What was read" })).toBeFocused();
  for (const said of ["Version: 1.2", "Revised on: 2025-04-22"]) {
    await expect(page.getByRole("checkbox", { name: said })).toBeChecked();
  }
  await expect(page.getByRole("checkbox", { name: /^Excluded: / })).toHaveCount(3);
  await expect(page.getByRole("checkbox", { name: /^Rule: / })).toHaveCount(8);
  await expect(page.getByRole("checkbox", { name: "Clock “acknowledge”: 2 business days, must" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Clock “verify”: 1 week, typical" })).toBeChecked();
  await expect(page.getByText("plainly said").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Left out" })).toContainText(/Lines? \d+/);
  await page.getByRole("checkbox", { name: /^Excluded: Physical testing/ }).uncheck();
  await page.getByRole("button", { name: "Open it as a draft" }).click();
  await page.waitForURL(/\/staff\/policies\/[0-9a-f]{32}\/edit$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Edit the policy");
  await page.getByRole("link", { name: /^Findings: / }).click();
  await expect(page.getByText("bod-20-01-c-iii")).toBeVisible();
  await page.getByRole("link", { name: "Changes" }).click();
  await expect(page.getByText("Exclusion removed: Physical testing")).toBeVisible();
});

test("a file is read in the browser; one that is no text gets one sentence, and the text stays", async ({ staff }) => {
  const page = await (await staff("coordinator", PROGRAM)).page();
  await page.goto("/staff/policies/import");
  const file = page.getByLabel("Or a file");
  const text = page.getByLabel("The policy");
  await file.setInputFiles({ name: "policy.md", mimeType: "text/markdown", buffer: Buffer.from(WRITTEN) });
  await expect(text).toHaveValue(WRITTEN);
  await expect(page.getByLabel("Format")).toHaveValue("markdown");
  const bad: [string, Buffer, string][] = [
    ["scan.pdf", Buffer.from("%PDF-1.7 x"), "This is a PDF"],
    ["picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), "The file is binary"],
    ["empty.txt", Buffer.alloc(0), "The file is empty."],
    ["latin.txt", Buffer.from([0x53, 0xe9, 0x63, 0x75]), "not encoded as UTF-8"],
    ["large.txt", Buffer.alloc(5_000_000, "a "), "larger than 4 MB"],
  ];
  for (const [name, buffer, sentence] of bad) {
    await file.setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    await expect(page.getByRole("region", { name: "There is a problem" })).toContainText(sentence);
    await expect(text).toHaveValue(WRITTEN);
  }
});

test("without JavaScript a text is pasted, read, and opened", async ({ staff }) => {
  const page = await (await staff("coordinator", PROGRAM)).page({ javaScriptEnabled: false });
  await page.goto("/staff/policies/import");
  await page.getByRole("button", { name: "Read the policy" }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("Paste the text of the policy");
  await page.getByLabel("The policy").fill(WRITTEN);
  await page.getByRole("button", { name: "Read the policy" }).click();
  await expect(page.getByRole("heading", { name: "What was read" })).toBeVisible();
  await page.getByRole("checkbox", { name: /^4 About us/ }).uncheck();
  await page.getByRole("button", { name: "Open it as a draft" }).click();
  await page.waitForURL(/\/edit$/);
  await expect(page.getByRole("link", { name: "1 Reporting" })).toBeVisible();
  await expect(page.getByRole("link", { name: "4 About us" })).toHaveCount(0);
});
