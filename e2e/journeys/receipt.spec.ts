import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "../fixtures";
import { runPortal } from "../portal";
import { sendReport } from "../reports";

const directory = mkdtempSync(join(tmpdir(), "portal-receipt-"));
test.afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The same length, one byte another. */
function spoiled(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf('"receivedAt":"20') + '"receivedAt":"20'.length;
  copy[at] = copy[at] === 0x32 ? 0x33 : 0x32;
  return copy;
}

test("a receipt is kept, checked by anybody, and refused with one byte changed", async ({
  newResearcher,
  page: anybody,
  stranger,
  baseURL,
}) => {
  const reporter = await newResearcher("keeper");
  const reference = await sendReport(reporter.request, "smile-digital-health");
  const page = await reporter.page();
  await page.goto(`/reports/${reference}/receipt`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Report received");
  await expect(page.getByText(reference, { exact: true }).first()).toBeVisible();
  const promises = page.getByRole("region", { name: "What we promise" });
  await expect(promises).toContainText(
    /You’ll hear from us by the end of \w{3} \d+ \w{3} \d{4}, E[SD]T \(2 business days\)\./,
  );
  await expect(promises).toContainText(/We usually finish checking within a week: about \d+ \w+\./);
  await expect(promises).toContainText("For a fix: no published target.");
  await expect(page.getByText(/\d{2}:\d{2} E[SD]T/)).toBeVisible();
  await expect(page.getByText(/\d{2}:\d{2} UTC/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Version 1.2" })).toHaveAttribute(
    "href",
    "/programs/smile-digital-health/policy/v/1-2",
  );

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save the signed file (.json)" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe(`${reference}-receipt.json`);
  const file = join(directory, "receipt.json");
  await download.saveAs(file);
  const bytes = readFileSync(file);
  const { payload } = JSON.parse(bytes.toString());
  expect(payload).toMatchObject({
    type: "report-receipt",
    portal: baseURL,
    reference,
    program: "smile-digital-health",
  });
  const policy = await stranger.get("/programs/smile-digital-health/policy/v/1.2.json");
  expect(policy.headers().etag).toBe(`"${payload.policy.hash}"`);

  await anybody.goto("/verify");
  await anybody.getByLabel("Or its file").setInputFiles(file);
  await anybody.getByRole("button", { name: "Verify" }).click();
  await expect(anybody.getByRole("status")).toContainText("Valid");
  await expect(anybody.getByText(reference)).toBeVisible();
  const bad = join(directory, "spoiled.json");
  writeFileSync(bad, spoiled(bytes));
  await anybody.getByLabel("Or its file").setInputFiles(bad);
  await anybody.getByRole("button", { name: "Verify" }).click();
  await expect(anybody.getByRole("alert").filter({ hasText: "Not valid" })).toBeVisible();
  await anybody.goto("/verify");
  await anybody.getByLabel("The text of the receipt").fill(bytes.toString());
  await anybody.getByRole("button", { name: "Verify" }).click();
  await expect(anybody.getByRole("status")).toContainText("Valid");

  const keys = join(directory, "keys.json");
  const published = await stranger.get("/.well-known/receipt-keys.json");
  writeFileSync(keys, await published.body());
  const nowhere = join(directory, "no-installation");
  const good = await runPortal(["receipt", "verify", file, "--keys", keys, "--json"], nowhere);
  expect(good.code, good.output).toBe(0);
  const refused = await runPortal(["receipt", "verify", bad, "--keys", keys], nowhere);
  expect(refused.output).toContain("Not valid");
  expect(refused.code).toBe(1);

  const own = await reporter.request.get(`/reports/${reference}/export.json`);
  expect(own.headers()["content-disposition"]).toContain("attachment");
  expect(JSON.stringify(await own.json())).toContain("Export of a list needs no session");
  expect(bytes.toString()).not.toContain("Export of a list");
});

test("without JavaScript the server checks a receipt", async ({ newResearcher, browser, baseURL }) => {
  const reporter = await newResearcher("keeper");
  const reference = await sendReport(reporter.request, "cardihab");
  const bytes = await (await reporter.request.get(`/reports/${reference}/receipt.json`)).body();
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL && { baseURL }) });
  const page = await context.newPage();
  await page.goto("/verify");
  await page.getByLabel("Or its file").setInputFiles({ name: "r.json", mimeType: "application/json", buffer: bytes });
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("This portal signed exactly this receipt")).toBeVisible();
  await page.getByLabel("The text of the receipt").fill(spoiled(bytes).toString());
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("Nothing in this file can be relied on.")).toBeVisible();
  await context.close();
});
