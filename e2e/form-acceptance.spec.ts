import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { referenceOf, writeDraft } from "./reports";

const PROGRAM = "smile-digital-health";
const title = (page: Page) => page.getByRole("heading", { level: 1 });

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
