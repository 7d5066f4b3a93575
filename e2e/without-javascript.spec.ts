import { createHash } from "node:crypto";
import { expect, test } from "./fixtures";
import { DETAILS, makeMove, referenceOf, sendReport } from "./reports";

test("a report with a file is sent without JavaScript, errors included", async ({ newResearcher }) => {
  const page = await (await newResearcher("plain")).page({ javaScriptEnabled: false });
  const next = () => page.getByRole("button", { name: "Continue", exact: true }).click();
  const title = page.getByRole("heading", { level: 1 });
  await page.goto("/report?program=cardihab");
  await page.getByRole("button", { name: "Start a report" }).click();
  await expect(title).toHaveText("Is it in scope?");
  await next();
  await expect(page).toHaveTitle("Error: Is it in scope? – Safe Harbour");
  await expect(page.getByRole("region", { name: "There is a problem" })).toBeFocused();
  await expect(page.getByText("If something else:")).toBeVisible();
  await page.getByRole("radio", { name: "Website" }).check();
  await page.getByRole("checkbox", { name: "None of these" }).check();
  await next();
  await page.getByRole("radio", { name: "No", exact: true }).first().check();
  await next();
  await expect(title).toHaveText("The product");
  await next();
  await page.getByLabel("Title").fill("Export of a list needs no session");
  await page.getByLabel("Describe the vulnerability").fill("Short");
  await next();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("50 characters or more");
  await expect(page.getByLabel("Title")).toHaveValue("Export of a list needs no session");
  await page.getByLabel("Describe the vulnerability").fill(DETAILS);
  await page.getByRole("checkbox", { name: "This report is about one vulnerability" }).check();
  await next();
  await expect(title).toHaveText("How to reproduce it");
  await page.getByLabel("Steps to reproduce it").fill("Open /export in a private window.");
  const trace = Buffer.from("GET /export 200\n");
  await page.locator("#files").setInputFiles({ name: "trace.txt", mimeType: "text/plain", buffer: trace });
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByText("Uploaded, and what you typed is saved")).toBeVisible();
  await expect(page.getByRole("region", { name: /^Files/ }).getByRole("listitem")).toContainText("trace.txt");
  await expect(page.getByLabel("Steps to reproduce it")).toHaveValue("Open /export in a private window.");
  await next();
  for (const step of ["Impact and fix", "About you", "Credit and disclosure"]) {
    await expect(title).toHaveText(step);
    await next();
  }
  await page.getByRole("checkbox", { name: /I have read version/ }).check();
  await page.getByRole("radio", { name: "I followed it" }).check();
  await next();
  await expect(title).toHaveText("Check your answers");
  await page.getByRole("button", { name: "Send report" }).click();
  await expect(title).toHaveText("Report received");
  await expect(page.getByText(createHash("sha256").update(trace).digest("hex"))).toBeVisible();
  const reference = referenceOf({ url: page.url() });

  await page.goto(`/reports/${reference}`);
  await page.getByLabel("Write to the team").fill("One more thing: it is the same in the test system.");
  await page.getByRole("button", { name: "Send message" }).click();
  await expect(page.getByText("One more thing: it is the same in the test system.")).toBeVisible();
});

test("staff work without JavaScript, and a slower press is refused in words", async ({ newResearcher, staff }) => {
  const reference = await sendReport((await newResearcher("sender")).request, "cardihab");
  const triager = await staff("triager", "cardihab");
  const page = await triager.page({ javaScriptEnabled: false });
  await page.goto(`/staff/reports/${reference}`);
  await makeMove(triager.request, reference, "acknowledge", "Acknowledge");
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await expect(page.getByText("Somebody was faster")).toBeVisible();
  await page.getByRole("button", { name: "Start checking" }).click();
  await expect(page.getByText("Done: Start checking")).toBeVisible();
});

test("appearance is kept without JavaScript", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL && { baseURL }) });
  const page = await context.newPage();
  await page.goto("/programs/cardihab");
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page).toHaveURL(/\/programs\/cardihab$/);
  await expect(page.getByRole("button", { name: "Dark" })).toHaveAttribute("aria-pressed", "true");
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  await context.close();
});
