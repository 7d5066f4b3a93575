import { expect, test } from "../fixtures";
import { DETAILS, draftOf, makeMove, sendAsGuest, writeDraft } from "../reports";

const CODE = /(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}/;

test("a guest without JavaScript: report, receipt code once, track, answer, the team's answer read (RC-09)", async ({
  browser,
  baseURL,
  staff,
}) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  const title = page.getByRole("heading", { level: 1 });
  const next = () => page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.goto("/report?program=cardihab");
  await expect(page.getByRole("link", { name: "Sign in to start" })).toBeVisible();
  await page.getByRole("button", { name: "Start without an account" }).click();
  await page.getByRole("radio", { name: "Website" }).check();
  await page.getByRole("checkbox", { name: "None of these" }).check();
  await next();
  await page.getByRole("radio", { name: "No", exact: true }).first().check();
  await next();
  await next();
  await page.getByLabel("Title").fill("Export of a list needs no session");
  await page.getByLabel("Describe the vulnerability").fill(DETAILS);
  await page.getByRole("checkbox", { name: "This report is about one vulnerability" }).check();
  await next();
  await next();
  await next();
  await expect(title).toHaveText("About you");
  await page.getByRole("radio", { name: "No contact details" }).check();
  await next();
  await next();
  await page.getByRole("checkbox", { name: /I have read version/ }).check();
  await page.getByRole("radio", { name: "I followed it" }).check();
  await next();
  await expect(title).toHaveText("Check your answers");
  await page.getByRole("button", { name: "Send report" }).click();
  await expect(title).toHaveText("Report sent");
  const said = await page.getByRole("region", { name: "We received your report" }).innerText();
  const code = CODE.exec(said)?.[0] ?? "";
  const reference = /CDH-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(said)?.[0] ?? "";
  expect([code, reference]).not.toContain("");
  expect(page.url()).not.toContain(code);

  await page.getByRole("link", { name: "I have kept it: go to the receipt" }).click();
  await expect(title).toHaveText("Report received");
  await expect(page.getByText("It cannot be shown again")).toBeVisible();
  expect(await page.content()).not.toContain(code);
  await page.getByRole("button", { name: "Leave this report" }).click();
  await expect(page.getByText("You left the report.")).toBeVisible();
  expect((await page.request.get(`/reports/${reference}`)).status()).toBe(404);

  // As people type it: a slip first, then no dashes, small letters, O for 0 and l for 1.
  const typed = code.replaceAll("-", " ").toLowerCase().replaceAll("0", "o").replaceAll("1", "l");
  await page.getByLabel("Reference").fill(reference.toLowerCase());
  await page.getByLabel("Receipt code").fill(`${typed.slice(0, -1)}${typed.endsWith("2") ? "3" : "2"}`);
  await page.getByRole("button", { name: "Open the report" }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("has a wrong character");
  await page.getByLabel("Receipt code").fill(typed);
  await page.getByRole("button", { name: "Open the report" }).click();
  await expect(title).toHaveText("Export of a list needs no session");
  expect(page.url()).not.toContain(code);
  await page.getByLabel("Write to the team").fill("It is the same in the test system.");
  await page.getByRole("button", { name: "Send message" }).click();
  await expect(page.getByText("It is the same in the test system.")).toBeVisible();

  const triager = await staff("triager", "cardihab");
  await makeMove(triager.request, reference, "start_checking", "Start checking");
  await makeMove(triager.request, reference, "ask_for_information", "Ask for information", { text: "Which version?" });
  await page.reload();
  await expect(page.getByText("Which version?")).toBeVisible();
  await context.close();
});

test("with JavaScript the code takes the focus; a new one ends the old, and a claim ends both", async ({
  browser,
  baseURL,
  newResearcher,
  stranger,
}) => {
  const { reference, code } = await sendAsGuest(stranger, "smile-digital-health");
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  const enter = async (typed: string) => {
    await page.goto("/track");
    await page.getByLabel("Reference").fill(reference);
    await page.getByLabel("Receipt code").fill(typed);
    await page.getByRole("button", { name: "Open the report" }).click();
  };
  await enter(code);
  await page.getByRole("link", { name: /^Receipt code:/ }).click();
  await page.getByRole("button", { name: "Make a new code" }).click();
  const shown = page.getByRole("region", { name: "Your new receipt code" });
  await expect(shown.getByRole("heading")).toBeFocused();
  const fresh = CODE.exec(await shown.innerText())?.[0] ?? "";
  expect(fresh).not.toBe(code);
  expect((await stranger.get(`/reports/${reference}`)).status()).toBe(404);

  await page.getByRole("link", { name: "I have kept it: go to the report" }).click();
  await page.getByRole("button", { name: "Leave this report" }).click();
  await enter(code);
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("No report opens");

  const claimer = await (await newResearcher("claimer")).page();
  await claimer.goto("/track");
  await claimer.getByLabel("Reference").fill(reference);
  await claimer.getByLabel("Receipt code").fill(fresh);
  await claimer.getByRole("button", { name: "Take it into my account" }).click();
  await expect(claimer.getByText("This report is in your account now")).toBeVisible();
  await claimer.goto("/reports");
  await expect(claimer.getByText(reference)).toBeVisible();
  await enter(fresh);
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("No report opens");
  await context.close();
});

test("by reference and code alone a guest sees status, thread, files, receipt and credit", async ({
  browser,
  baseURL,
  playwright,
}) => {
  const request = await playwright.request.newContext({ baseURL });
  const own = { credit: { creditWish: "alias", creditText: "quiet otter" } };
  const draft = draftOf(await writeDraft(request, "smile-digital-health", "check", own));
  const writing = await browser.newContext({ baseURL, storageState: await request.storageState() });
  const page = await writing.newPage();
  await page.goto(`/report/${draft}/repro`);
  await page
    .locator("#files")
    .setInputFiles({ name: "trace.txt", mimeType: "text/plain", buffer: Buffer.from("GET /\n") });
  await expect(page.getByRole("listitem").filter({ hasText: "trace.txt" })).toContainText("Not scanned for viruses", {
    timeout: 20_000,
  });
  await page.goto(`/report/${draft}/check`);
  await expect(page.locator('input[name="_proof"]')).toHaveValue(/derivedKey/, { timeout: 20_000 });
  await page.getByRole("button", { name: "Send report" }).click();
  const said = await page.getByRole("region", { name: "We received your report" }).innerText();
  await writing.close();
  await request.dispose();

  const context = await browser.newContext({ baseURL });
  const back = await context.newPage();
  await back.goto("/track");
  await back.getByLabel("Reference").fill(/SDH-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(said)?.[0] ?? "");
  await back.getByLabel("Receipt code").fill(CODE.exec(said)?.[0] ?? "");
  await back.getByRole("button", { name: "Open the report" }).click();
  await expect(back.getByRole("heading", { level: 1 })).toHaveText("Export of a list needs no session");
  await expect(back.getByText("Received", { exact: true }).first()).toBeVisible();
  await back.getByLabel("Write to the team").fill("It happens in the test system too.");
  await back.getByRole("button", { name: "Send message" }).click();
  await expect(back.getByText("It happens in the test system too.")).toBeVisible();
  await expect(back.getByRole("region", { name: "Files" })).toContainText("trace.txt");
  await back.getByRole("link", { name: /^Credit: / }).click();
  await expect(back.getByRole("heading", { level: 1 })).toHaveText("Credit");
  await expect(back.locator("main")).toContainText("quiet otter");
  await back.goBack();
  await expect(back.getByRole("heading", { level: 1 })).toHaveText("Export of a list needs no session");
  await back.getByRole("link", { name: "Receipt", exact: true }).click();
  await expect(back.getByRole("heading", { level: 1 })).toHaveText("Report received");
  await context.close();
});
