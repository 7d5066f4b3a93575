import { expect, test } from "../fixtures";
import { mailTo } from "../mail";
import { DETAILS, referenceOf } from "../reports";

const heading = { level: 1 } as const;

test("a researcher walks through the nine steps to Cardihab and sends once", async ({ newResearcher }) => {
  const me = await newResearcher("walker");
  const page = await me.page();
  const next = () => page.getByRole("button", { name: "Continue" }).click();
  const title = page.getByRole("heading", heading);

  await page.goto("/report?program=cardihab");
  await expect(page.getByText("One vulnerability per report.")).toBeVisible();
  await page.getByRole("button", { name: "Start a report" }).click();

  await expect(title).toHaveText("Is it in scope?");
  await expect(page.getByText("Step 1 of 9")).toBeVisible();
  const draft = new URL(page.url()).pathname.split("/")[2] ?? "";
  await next();
  const summary = page.getByRole("region", { name: "There is a problem" });
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle("Error: Is it in scope? – Safe Harbour");
  await expect(summary.getByRole("link")).toHaveText([
    "Select the product, “Something else” or “Not sure”",
    "Select at least one, or “None of these”",
  ]);
  await summary.getByRole("link").first().click();
  await expect(page.getByRole("radio", { name: "Mobile app" })).toBeFocused();

  await expect(page.getByLabel("Product name")).toBeHidden();
  await page.getByRole("radio", { name: "Something else" }).check();
  await page.getByLabel("Product name").fill("The shop for wrist bands");
  await page.getByRole("checkbox", { name: "Cookie handling" }).check();
  await page.getByRole("checkbox", { name: "None of these" }).check();
  await expect(page.getByRole("checkbox", { name: "Cookie handling" })).not.toBeChecked();
  await page.getByRole("checkbox", { name: "Cookie handling" }).check();
  await expect(page.getByRole("checkbox", { name: "None of these" })).not.toBeChecked();
  await next();

  await expect(title).toHaveText("This is usually out of scope");
  await expect(page.getByRole("link", { name: /Clause 2\.4, Out-of-scope vulnerabilities/ })).toHaveAttribute(
    "href",
    "/programs/cardihab/policy#2.4",
  );
  await page.getByLabel("What makes this one different?").fill("too short");
  await next();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("Tell us why it matters");
  await page.getByLabel("What makes this one different?").fill("The cookie opens the session of a clinician.");
  await next();

  await expect(title).toHaveText("Did you see anyone’s data?");
  await expect(page.getByRole("group", { name: "What kind of data was it?" })).toBeHidden();
  await page.getByRole("radio", { name: "Yes" }).first().check();
  await page.getByRole("checkbox", { name: "Health" }).check();
  await page
    .getByRole("group", { name: "Can others see it right now?" })
    .getByRole("radio", { name: "Not sure" })
    .check();
  await page.getByRole("radio", { name: "No, I hold no copy" }).check();
  await next();
  await expect(title).toHaveText("Stop testing here");
  await page.getByRole("link", { name: "Continue the full report" }).click();

  await expect(title).toHaveText("The product");
  await page.getByRole("link", { name: "Back" }).click();
  await expect(page.getByRole("radio", { name: "Yes" }).first()).toBeChecked();
  await page.goto(`/report/${draft}/product`);
  await page.getByLabel("Which version is it?").fill("5.12.0");
  await page.getByRole("checkbox", { name: "I don’t know" }).check();
  await next();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("Clear the version");
  await page.getByRole("checkbox", { name: "I don’t know" }).uncheck();
  await page
    .getByLabel("Addresses where it can be seen")
    .fill("https://shop.example/export\nhttps://shop.example/list");
  await next();

  await expect(title).toHaveText("The vulnerability");
  await page.getByLabel("Title").fill("Session cookie readable on the shop");
  await page.getByLabel("Describe the vulnerability").fill(DETAILS);
  await next();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText(
    "Confirm this is one vulnerability",
  );
  await expect(page.getByLabel("Title")).toHaveValue("Session cookie readable on the shop");
  await page.getByRole("checkbox", { name: "This report is about one vulnerability" }).check();
  await page.getByRole("radio", { name: "I know it" }).check();
  await page.getByRole("combobox", { name: "CWE number or name" }).fill("CWE-1004");
  await page.getByRole("option", { name: /CWE-1004/ }).click();
  await next();

  await expect(title).toHaveText("How to reproduce it");
  await page.getByLabel("Proof of concept").fill("curl https://shop.example/export");
  await next();
  await expect(title).toHaveText("Impact and fix");
  await page.getByLabel("CVSS vector").fill("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N");
  await next();
  await expect(title).toHaveText("About you");
  await expect(page.getByLabel("E-mail address")).toHaveValue(me.email);
  await page.getByRole("radio", { name: "Pseudonym" }).check();
  await next();
  await expect(title).toHaveText("Credit and disclosure");
  await page.getByRole("radio", { name: "Yes, by alias" }).check();
  await page.getByLabel("Text to print").fill("wandering-walrus");
  await next();
  await expect(title).toHaveText("Policy");
  await expect(page.getByRole("checkbox", { name: /I have read version 1\.0/ })).not.toBeChecked();
  await page.getByRole("checkbox", { name: /I have read version 1\.0/ }).check();
  await page.getByRole("radio", { name: "I followed it" }).check();
  await next();

  await expect(title).toHaveText("Check your answers");
  await expect(page.getByRole("region", { name: "Would help us most" })).toContainText("Steps to reproduce it");
  await page.getByRole("link", { name: "Change Title" }).click();
  await expect(page).toHaveURL(/\/details\?return=check#title$/);
  await page.getByLabel("Title").fill("Session cookie of clinicians readable on the shop");
  await next();
  await expect(title).toHaveText("Check your answers");
  await expect(page.getByText("Session cookie of clinicians readable on the shop")).toBeVisible();

  const stale = await page.context().newPage();
  await stale.goto(`/report/${draft}/check`);
  await page.getByRole("button", { name: "Send report" }).dblclick();
  await expect(title).toHaveText("Report received");
  const reference = referenceOf({ url: page.url() });
  expect(reference).toMatch(/^CDH-/);
  await stale.getByRole("button", { name: "Send report" }).click();
  await expect(stale).toHaveURL(`/reports/${reference}/receipt`);
  await page.goto(`/report/${draft}/details`);
  await expect(page).toHaveURL(`/reports/${reference}/receipt`);

  await page.goto("/reports");
  await expect(page.getByRole("region", { name: "Reports you sent" }).getByRole("listitem")).toHaveCount(1);
  const mail = await mailTo(me.email, "report_received");
  expect(mail.subject).toBe(`[${reference}] We received your report`);
  expect(mail.text).toContain(`/reports/${reference}`);
  expect(mail.text).not.toContain("cookie");
});

test("a report to Smile Digital Health is not asked to be one vulnerability, and can be left and taken up", async ({
  newResearcher,
}) => {
  const page = await (await newResearcher("returning")).page();
  const next = () => page.getByRole("button", { name: "Continue", exact: true }).click();
  const title = page.getByRole("heading", heading);
  await page.goto("/report?program=smile-digital-health");
  await page.getByRole("button", { name: "Start a report" }).click();
  await page.getByLabel("Which product is it in?").selectOption("HAPI FHIR");
  await page.getByRole("checkbox", { name: "None of these" }).check();
  await next();
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await next();
  await expect(title).toHaveText("The product");
  await next();
  await expect(title).toHaveText("The vulnerability");
  await expect(page.getByText("This report is about one vulnerability")).toHaveCount(0);
  await page.getByLabel("Title").fill("Half");
  await page.getByRole("button", { name: "Save and come back later" }).click();

  await expect(page.getByText("Your draft is saved")).toBeVisible();
  await page.goto("/reports");
  await page.getByRole("link", { name: /^Continue/ }).click();
  await expect(title).toHaveText("The vulnerability");
  await expect(page.getByLabel("Title")).toHaveValue("Half");

  await page.goto("/reports");
  await page.locator("summary").getByText("Delete").click();
  await page.getByRole("button", { name: "Delete this draft" }).click();
  await expect(page.getByText("The draft is deleted")).toBeVisible();
  await expect(page.getByText("You have sent no report yet")).toBeVisible();
});

test("the keyboard alone is enough", async ({ newResearcher }) => {
  const page = await (await newResearcher("typist")).page();
  const title = page.getByRole("heading", heading);
  const { keyboard } = page;
  /** Tabs forward until this control has the focus. */
  const reach = async (target: ReturnType<typeof page.getByRole>) => {
    for (let pressed = 0; pressed < 50; pressed++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await keyboard.press("Tab");
    }
    throw new Error(`the keyboard does not reach ${target}`);
  };
  const press = async (name: string, key = "Enter") => {
    await reach(page.getByRole("button", { name, exact: true }));
    await keyboard.press(key);
  };
  await page.goto("/report?program=smile-digital-health");
  await press("Start a report");
  await expect(title).toHaveText("Is it in scope?");
  await reach(page.getByLabel("Which product is it in?"));
  await keyboard.type("HAPI");
  await reach(page.getByRole("checkbox", { name: "None of these" }));
  await keyboard.press("Space");
  await press("Continue");
  await expect(title).toHaveText("Did you see anyone’s data?");
  await expect(title).toBeFocused();
  await keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "Yes" }).first()).toBeFocused();
  await reach(page.getByRole("radio", { name: "Yes" }).first());
  await keyboard.press("Space");
  await keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "No", exact: true }).first()).toBeChecked();
  await press("Continue");
  await expect(title).toHaveText("The product");
  await press("Continue");
  await expect(title).toHaveText("The vulnerability");
  await reach(page.getByLabel("Title"));
  await keyboard.type("Export of a list needs no session");
  await reach(page.getByLabel("Describe the vulnerability"));
  await keyboard.insertText(DETAILS);
  await press("Continue");
  for (const step of ["How to reproduce it", "Impact and fix", "About you", "Credit and disclosure"]) {
    await expect(title).toHaveText(step);
    await expect(title).toBeFocused();
    await press("Continue");
  }
  await expect(title).toHaveText("Policy");
  await reach(page.getByRole("checkbox", { name: /I have read version/ }));
  await keyboard.press("Space");
  await reach(page.getByRole("radio", { name: "I followed it" }));
  await keyboard.press("Space");
  await press("Continue");
  await expect(title).toHaveText("Check your answers");
  await press("Send report");
  await expect(title).toHaveText("Report received");
});
