import type { Page } from "@playwright/test";
import { coveredFocus, overflowOf, smallTargets, violationsOf } from "./axe";
import { expect, test } from "./fixtures";
import { open, send, titleOf } from "./plain-form";
import { DETAILS, draftOf, makeMove, referenceOf, STEPS, sendReport, writeDraft } from "./reports";

const PROGRAM = "smile-digital-health";
const numberOf = (sign: string) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;
const title = (page: Page) => page.getByRole("heading", { level: 1 });

test("every step holds at 400 % zoom, in forced colours and without motion, and hides no focus", async ({
  newResearcher,
}) => {
  test.setTimeout(180_000);
  const me = await newResearcher("zoomed");
  const draft = draftOf(await writeDraft(me.request, PROGRAM, "check"));
  // 1280 by 1024 px at 400 %.
  const page = await me.page({
    viewport: { width: 320, height: 256 },
    forcedColors: "active",
    reducedMotion: "reduce",
  });
  const found: string[] = [];
  for (const step of [...STEPS, "check"]) {
    await page.goto(`/report/${draft}/${step}`);
    await expect(title(page)).toBeVisible();
    const beyond = await overflowOf(page);
    if (beyond > 0) found.push(`${step} is ${beyond} px too wide`);
    const moving = await page.evaluate(
      () => document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().duration) > 1).length,
    );
    if (moving > 0) found.push(`${step} moves ${moving} things`);
    found.push(...(await smallTargets(page)).map((small) => `${step}: ${small}`));
    found.push(...(await violationsOf(page, `${step}, forced colours`)));
    if (step === "scope") {
      await page.getByRole("button", { name: "Menu" }).click();
      found.push(...(await violationsOf(page, "menu")));
      await page.keyboard.press("Escape");
    }
    if (step === "impact") await page.getByRole("button", { name: "Work it out question by question" }).click();
    let stops = 0;
    for (; stops < 120; stops++) {
      await page.keyboard.press("Tab");
      const covered = await coveredFocus(page);
      if (covered !== null) found.push(`${step} hides ${covered}`);
      if (await page.evaluate(() => document.activeElement === document.body)) break;
    }
    if (stops > 110) found.push(`${step} has no end for the keyboard`);
  }
  expect(found).toEqual([]);
});

test("a step says to a screen reader where one is, what is asked and what is wrong", async ({ newResearcher }) => {
  const me = await newResearcher("listener");
  const { url } = await writeDraft(me.request, "cardihab", "exposure");
  const page = await me.page();
  await page.goto(url);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toBeFocused();
  await expect(page).toHaveTitle("Error: Did you see anyone’s data? – Safe Harbour");
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - link "Back"
      - region "There is a problem":
        - heading "There is a problem" [level=2]
        - list:
          - listitem:
            - link "Select yes, no or not sure"
      - paragraph: Step 2 of 9 · Cardihab
      - group "Did you see anyone’s data?":
        - heading "Did you see anyone’s data?" [level=1]
        - paragraph: Personal, health, financial or login data
        - paragraph: "Error: Select yes, no or not sure"
        - radio "Yes"
        - radio "No"
        - radio "Not sure"
      - button "Continue"
      - button "Save and come back later"
  `);
  await page.getByRole("link", { name: "Select yes, no or not sure" }).press("Enter");
  await expect(page.getByRole("radio", { name: "Yes" })).toBeFocused();
});

test("on a phone the places stand behind a menu that needs no script, and its end is Escape or Close", async ({
  browser,
  baseURL,
}) => {
  const viewport = { width: 320, height: 640 };
  const context = await browser.newContext({ javaScriptEnabled: false, viewport, ...(baseURL && { baseURL }) });
  const page = await context.newPage();
  await page.goto("/programs/cardihab");
  const header = await page.getByRole("banner").boundingBox();
  expect(header?.height).toBeLessThan(110);
  await expect(page.getByRole("link", { name: "Saw someone’s data?" })).toBeVisible();
  const places = page.getByRole("navigation", { name: "Main" });
  await expect(places).toBeHidden();
  const menu = page.getByRole("button", { name: "Menu" });
  await menu.press("Enter");
  await expect(places).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(places).toBeHidden();
  await menu.click();
  await places.getByRole("button", { name: "Close" }).click();
  await expect(places).toBeHidden();
  await menu.click();
  await places.getByRole("link", { name: "My reports" }).click();
  await expect(title(page)).toHaveText("Sign in");
  await context.close();
});

test("a long proof of concept with a script and turned text is kept byte for byte and shown inert", async ({
  newResearcher,
  staff,
}) => {
  const me = await newResearcher("exact");
  const head = "<script>window.broken = true</script>\n\tif (x) \u202Egnp.exe\u202C \0 \u200Fabc\u2066d\u2069 \n";
  const poc = head + "A".repeat(50_000 - head.length);
  const reference = await sendReport(me.request, PROGRAM, { repro: { poc } });
  const exported = await (await me.request.get(`/reports/${reference}/export.json`)).json();
  expect(JSON.stringify(exported)).toContain(JSON.stringify(poc).slice(1, -1));
  const page = await (await staff("triager", PROGRAM)).page();
  await page.goto(`/staff/reports/${reference}`);
  const shown = page.locator("pre").filter({ hasText: "window.broken" });
  // What hides or turns text around is shown by its number.
  const numbered = (text: string) => text.replace(/[\0\u200F\u202A-\u202E\u2066-\u2069]/g, numberOf);
  expect(await shown.textContent()).toBe(numbered(poc));
  expect(await page.evaluate(() => "broken" in window)).toBe(false);
  await expect(page.getByText("marks that turn the direction of text around")).toBeVisible();
});

test("the browser's Back button after sending shows the receipt", async ({ newResearcher }) => {
  const me = await newResearcher("back");
  const { url } = await writeDraft(me.request, PROGRAM, "check");
  const page = await me.page();
  await page.goto(url);
  await page.getByRole("button", { name: "Send report" }).click();
  await expect(title(page)).toHaveText("Report received");
  const receipt = `/reports/${referenceOf({ url: page.url() })}/receipt`;
  await page.goBack();
  await expect(title(page)).toHaveText("Report received");
  await expect(page).toHaveURL(receipt);
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without JavaScript";

  test(`the description is previewed by the product's own renderer, ${how}`, async ({ newResearcher }) => {
    const me = await newResearcher("previewer");
    const { url } = await writeDraft(me.request, PROGRAM, "details");
    const page = await me.page({ javaScriptEnabled });
    await page.goto(url);
    await page.getByLabel("Title").fill("Half");
    const details = page.getByLabel("Describe the vulnerability");
    const preview = page.getByRole("region", { name: "Preview of the description" });
    for (const word of ["first", "second"]) {
      await details.fill(`It is **${word}**.\n\n<img src=x onerror="window.broken = true">`);
      await page.getByRole("button", { name: "Preview the description" }).click();
      await expect(preview.locator("strong")).toHaveText(word);
      expect(await preview.locator("img").count()).toBe(0);
      await expect(details).toHaveValue(new RegExp(`\\*\\*${word}\\*\\*`));
      await expect(page.getByLabel("Title")).toHaveValue("Half");
    }
    // Enter in a field goes on; it neither previews nor scores.
    await page.getByLabel("Title").press("Enter");
    await expect(page.getByRole("region", { name: "There is a problem" })).toBeFocused();
  });
}

test("a move refused for another keeps its text without JavaScript, or says that it is gone", async ({
  newResearcher,
  staff,
}) => {
  const me = await newResearcher("slow");
  const { request } = await staff("triager", PROGRAM);
  const reference = await sendReport(me.request, PROGRAM);
  const staffPage = await open(request, `/staff/reports/${reference}`);
  const ownPage = await open(me.request, `/reports/${reference}`);
  await makeMove(request, reference, "acknowledge", "Acknowledge");

  const declined = { "reject-resolution": "not_reproducible", "reject-text": "A slow answer, kept." };
  const kept = await send(request, staffPage, "Decline</button>", declined);
  expect(kept.html).toContain("A slow answer, kept.");
  expect(titleOf(kept)).toMatch(/^Error: /);
  const mine = await send(me.request, ownPage, "Yes, withdraw it");
  expect(titleOf(mine)).toMatch(/^Error: /);

  await send(request, kept, "Decline</button>", declined);
  const gone = await send(me.request, mine, "Yes, withdraw it");
  expect(gone.html).toContain("The team was faster");
});

test("an empty message says so in the title, without JavaScript, on both sides", async ({ newResearcher, staff }) => {
  const me = await newResearcher("silent");
  const { request } = await staff("triager", PROGRAM);
  const reference = await sendReport(me.request, PROGRAM);
  for (const [who, path, button] of [
    [me.request, `/reports/${reference}`, "Send message"],
    [me.request, `/reports/${reference}/messages`, "Send message"],
    [request, `/staff/reports/${reference}`, "Send to researcher"],
  ] as const) {
    const page = await open(who, path);
    expect(titleOf(page)).toMatch(/ – Safe Harbour$/);
    expect(titleOf(await send(who, page, button, { "message-text": "" }))).toBe(`Error: ${titleOf(page)}`);
  }
});

test("information is added, and another report starts with what is known", async ({ newResearcher, staff }) => {
  const me = await newResearcher("thorough");
  const reference = await sendReport(me.request, PROGRAM, {
    contact: { identity: "pseudonym", contactName: "quiet-otter", group: "Night shift" },
  });
  const page = await me.page();
  await page.goto(`/reports/${reference}`);
  await page.getByRole("link", { name: "Add information" }).click();
  await page.getByRole("button", { name: "Add to the report" }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toBeFocused();
  await page.getByLabel("What does it add to?").selectOption("Steps to reproduce it");
  await page.getByLabel("What do you want to add?").fill("It is the same in version 5.13.");
  await page.getByRole("button", { name: "Add to the report" }).click();
  await expect(page.getByText("Added, and the team is told.")).toBeVisible();
  await expect(page.getByText("It is the same in version 5.13.")).toBeVisible();
  const desk = await open((await staff("triager", PROGRAM)).request, `/staff/reports/${reference}`);
  expect(desk.html).toContain("It is the same in version 5.13.");

  // WCAG 3.3.7: nothing is asked a second time.
  await page.getByRole("button", { name: "Send another about the same product" }).click();
  await expect(title(page)).toHaveText("Is it in scope?");
  await expect(page.getByLabel("Which product is it in?")).not.toHaveValue("");
  const draft = new URL(page.url()).pathname.split("/")[2] ?? "";
  const at = `/report/${draft}`;
  await page.getByRole("checkbox", { name: "None of these" }).check();
  const next = async (step: string) => {
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await expect(page).toHaveURL(`${at}/${step}`);
  };
  await next("exposure");
  await page.getByRole("radio", { name: "No", exact: true }).first().check();
  await next("product");
  await next("details");
  await expect(page.getByLabel("Title")).toHaveValue("");
  await page.getByLabel("Title").fill("Another flaw of the same product");
  await page.getByLabel("Describe the vulnerability").fill(DETAILS);
  for (const step of ["repro", "impact", "contact"]) await next(step);
  await expect(page.getByRole("radio", { name: "Pseudonym" })).toBeChecked();
  await expect(page.getByLabel("Group")).toHaveValue("Night shift");
});

test("a password manager may fill and paste", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByLabel("E-mail address")).toHaveAttribute("autocomplete", /username|email/);
  const password = page.getByLabel("Password");
  await expect(password).toHaveAttribute("autocomplete", /current-password/);
  const pasted = await password.evaluate((box) =>
    box.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true })),
  );
  expect(pasted).toBe(true);
});
