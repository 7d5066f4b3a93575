import { readFileSync } from "node:fs";
import { expect, test } from "../fixtures";
import { PASSWORD } from "../people";
import { open, send } from "../plain-form";
import { DETAILS, makeMove, sendReport, writeDraft } from "../reports";

const QUESTION = "Which **version** is it?\n\n```\ncurl -i https://example.org\n```";
/** Words that only the reporter's own account holds. */
const NAMED = { contact: { identity: "pseudonym", contactName: "Canary Wagtail" } };

test("somebody takes a copy of all that is theirs, reads it, and deletes the account; the report stays, without them", async ({
  newResearcher,
  staff,
}) => {
  test.setTimeout(120_000);
  const me = await newResearcher("wagtail");
  const reference = await sendReport(me.request, "cardihab", NAMED);
  await writeDraft(me.request, "cardihab", "impact");
  const team = await staff("triager", "cardihab");
  await makeMove(team.request, reference, "start_checking", "Start checking");
  await makeMove(team.request, reference, "ask_for_information", "Ask for information", { text: QUESTION });
  const desk = await open(team.request, `/staff/reports/${reference}`);
  expect(desk.html).toContain("Canary Wagtail");

  const page = await me.page();
  await page.goto("/account");
  await page.getByRole("link", { name: "Your data", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your data");

  // Not for whoever only sits there.
  const copy = page.getByRole("region", { name: "Take a copy" });
  await copy.getByLabel("Your password").fill("a guess");
  await copy.getByRole("button", { name: "Download everything (JSON)" }).click();
  await expect(copy.getByText("This is not the password of your account")).toBeVisible();
  const taken = async (button: string) => {
    await copy.getByLabel("Your password").fill(PASSWORD);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      copy.getByRole("button", { name: button }).click(),
    ]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  };
  const json = await taken("Download everything (JSON)");
  expect(json.name).toMatch(/^safe-harbour-\d{4}-\d{2}-\d{2}\.json$/);
  const all = JSON.parse(json.text);
  expect(all).toMatchObject({
    type: "account-export",
    account: { email: me.email, profile: { displayName: "wagtail" } },
    index: [{ reference, program: "cardihab" }],
    reports: [{ reference, receipt: expect.anything() }],
  });
  expect(all.drafts).toHaveLength(1);
  // The messages are as they were written, not as a page shows them.
  expect(all.reports[0].messages.map(({ from, text }: { from: string; text: string }) => [from, text])).toEqual([
    ["team", QUESTION],
  ]);
  const read = await taken("Download it to read (Markdown)");
  expect(read.name).toMatch(/\.md$/);
  for (const words of [`[${reference}](#report-`, me.email, DETAILS, `\`\`\`\`\n${QUESTION}\n\`\`\`\``]) {
    expect(read.text).toContain(words);
  }

  // What goes, what stays and why stands there before anything is asked.
  const end = page.getByRole("region", { name: "Delete your account" });
  await expect(end).toContainText("Gone at once, on every device:");
  await expect(end).toContainText("What stays, and why: the reports, their messages and files stay");
  await expect(end).toContainText("This cannot be called off");
  await end.getByLabel("Your password, to delete the account").fill(PASSWORD);
  await end.getByRole("button", { name: "Delete my account" }).click();
  const problem = page.getByRole("region", { name: "There is a problem" });
  await expect(problem).toContainText("Tick that you know that it cannot be called off");
  await expect(page).toHaveTitle(/^Error: /);
  await end.getByLabel("I know that this cannot be called off").check();
  await end.getByLabel("Your password, to delete the account").fill("a guess");
  await end.getByRole("button", { name: "Delete my account" }).click();
  await expect(problem).toContainText("This is not the password of your account");
  expect((await me.request.get("/account", { maxRedirects: 0 })).status()).toBe(200);
  await end.getByLabel("I know that this cannot be called off").check();
  await end.getByLabel("Your password, to delete the account").fill(PASSWORD);
  await end.getByRole("button", { name: "Delete my account" }).click();

  // Out, in every browser, and there is no way back in.
  await expect(page).toHaveURL(/\/sign-in\?said=deleted/);
  await expect(page.getByText("Your account is deleted")).toBeVisible();
  expect((await me.request.get("/account", { maxRedirects: 0 })).status()).toBe(307);
  await page.getByLabel("E-mail address").fill(me.email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(problem).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(`/reports/${reference}`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);

  // With the team it is still what it was, of nobody they could name.
  const after = await open(team.request, `/staff/reports/${reference}`);
  expect(after.status).toBe(200);
  for (const words of [reference, "No name given", "Its reporter deleted their account.", "Export of a list"]) {
    expect(after.html).toContain(words);
  }
  for (const gone of ["Canary Wagtail", "wagtail", me.email]) expect(after.html).not.toContain(gone);
});

test("the same without JavaScript", async ({ newResearcher, staff, stranger }) => {
  const me = await newResearcher("dunlin");
  const reference = await sendReport(me.request, "smile-digital-health");
  const page = await me.page({ javaScriptEnabled: false });
  await page.goto("/account/data");
  const copy = page.getByRole("region", { name: "Take a copy" });
  await copy.getByLabel("Your password").fill(PASSWORD);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    copy.getByRole("button", { name: "Download it to read (Markdown)" }).click(),
  ]);
  expect(readFileSync(await download.path(), "utf8")).toContain(reference);
  const end = page.getByRole("region", { name: "Delete your account" });
  await end.getByLabel("Your password, to delete the account").fill(PASSWORD);
  await end.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("Tick that you know");
  await end.getByLabel("I know that this cannot be called off").check();
  await end.getByLabel("Your password, to delete the account").fill(PASSWORD);
  await end.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByText("Your account is deleted")).toBeVisible();
  const again = await send(stranger, "/sign-in", "Password", { email: me.email, password: PASSWORD });
  expect(new URL(again.url).pathname).toBe("/sign-in");
  const { request } = await staff("triager", "smile-digital-health");
  expect((await open(request, `/staff/reports/${reference}`)).html).toContain("No name given");
});
