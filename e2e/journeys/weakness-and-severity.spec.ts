import { expect, test } from "../fixtures";
import { open, send } from "../plain-form";
import { answersOf, draftOf, writeDraft } from "../reports";

test("a kind of weakness is found by keyboard alone, and what is typed is never lost", async ({ newResearcher }) => {
  const reporter = await newResearcher();
  const draft = draftOf(await writeDraft(reporter.request, "smile-digital-health", "details"));
  const page = await reporter.page();
  await page.goto(`/report/${draft}/details`);
  await page.getByRole("radio", { name: "I know it" }).focus();
  await page.keyboard.press("Space");
  const box = page.getByRole("combobox", { name: "CWE number or name" });
  await expect(box).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(box).toBeFocused();

  await page.keyboard.type("injection");
  await expect(page.getByRole("option", { name: /CWE-89/ })).toBeVisible();
  await box.fill("xss");
  await expect(page.getByRole("option").first()).toContainText("CWE-79");
  await page.keyboard.press("Enter");
  await box.fill("20");
  await expect(page.getByRole("option").first()).toContainText("CWE advises against this one");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  const chosen = page.getByRole("list", { name: "Chosen" });
  await expect(chosen.getByRole("listitem")).toHaveCount(2);
  await expect(chosen).toContainText("CWE-1284");

  await box.fill("CWE-99999");
  await page.getByLabel("Title").fill("Export of a list needs no session");
  await page
    .getByLabel("Describe the vulnerability")
    .fill("The export answers before it looks at the session of whoever asks.");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("link", { name: "CWE-99999 isn’t in the list" })).toBeVisible();
  await expect(chosen.getByRole("listitem")).toHaveCount(2);
  await expect(box).toHaveValue("CWE-99999");
  await box.fill("");
  await page.getByRole("button", { name: "Make CWE-20 the main one" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(/\/repro/);
  const html = (await open(reporter.request, `/report/${draft}/details`)).html;
  expect(html).toContain("CWE-20\nCWE-79");
});

test("without scripts the list is a page, and the box takes a number or a word", async ({
  newResearcher,
  stranger,
}) => {
  const found = await open(stranger, "/weaknesses?q=xss");
  expect(found.html).toContain("CWE-79");
  expect((await open(stranger, "/weaknesses?q=wobbly")).html).toContain("isn’t in the list");
  const list = await stranger.get("/weaknesses/list.json");
  const again = await stranger.get("/weaknesses/list.json", {
    headers: { "if-none-match": list.headers().etag ?? "" },
  });
  expect([list.status(), again.status()]).toEqual([200, 304]);

  const reporter = await newResearcher();
  const step = await writeDraft(reporter.request, "smile-digital-health", "details");
  const refused = await send(reporter.request, step, "Continue", {
    ...answersOf("smile-digital-health", "details"),
    cweChoice: "yes",
    "cweIds[]": "CWE-99999",
  });
  expect(refused.html).toContain("CWE-99999 isn’t in the list");
  const taken = await send(reporter.request, refused, "Continue", {
    ...answersOf("smile-digital-health", "details"),
    cweChoice: "yes",
    "cweIds[]": "xss\n22",
  });
  expect(taken.url).toContain("/repro");
});

test("the calculator writes the vector and reads it, and the severity must agree with it", async ({
  newResearcher,
}) => {
  const reporter = await newResearcher();
  const draft = draftOf(await writeDraft(reporter.request, "smile-digital-health", "impact"));
  const page = await reporter.page();
  await page.goto(`/report/${draft}/impact`);
  const box = page.getByLabel("CVSS vector");
  await page.getByRole("button", { name: "Work it out question by question" }).press("Enter");
  const answers = [
    ["Attack vector (AV)", "Network:"],
    ["Attack complexity (AC)", "Low:"],
    ["Attack requirements (AT)", "None:"],
    ["Privileges required (PR)", "None:"],
    ["User interaction (UI)", "None:"],
    ["Confidentiality of the system (VC)", "High:"],
    ["Integrity of the system (VI)", "High:"],
    ["Availability of the system (VA)", "High:"],
    ["Confidentiality beyond it (SC)", "None:"],
    ["Integrity beyond it (SI)", "None:"],
  ] as const;
  for (const [group, answer] of answers) {
    await page.getByRole("group", { name: group }).getByRole("radio", { name: answer }).check();
  }
  const status = page.getByRole("status").filter({ hasText: "vector" });
  await expect(status).toHaveText("This vector is missing SA");
  await page.getByRole("group", { name: "Availability beyond it (SA)" }).getByRole("radio", { name: "None:" }).check();
  await expect(box).toHaveValue("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N");
  await expect(status).toHaveText("This vector scores 9.3, which is critical");

  await box.fill("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N");
  await expect(page.getByRole("radio", { name: "CVSS 3.1" })).toBeChecked();
  await expect(
    page.getByRole("group", { name: "Confidentiality (C)" }).getByRole("radio", { name: "High:" }),
  ).toBeChecked();
  await expect(status).toHaveText("This vector scores 7.5, which is high");
  await page.getByRole("radio", { name: "CVSS 4.0" }).check();
  await expect(box).toHaveValue("CVSS:4.0/AV:N/AC:L/PR:N/VC:H/VI:N/VA:N");

  await box.fill("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N");
  await page.getByRole("group", { name: "How severe is it?" }).getByRole("radio", { name: "Low" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("link", { name: /Your vector scores 7\.5, which is high/ })).toBeVisible();
  await expect(box).toHaveValue("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N");
});

test("without scripts a button scores the vector and keeps what was typed", async ({ newResearcher }) => {
  const reporter = await newResearcher();
  const step = await writeDraft(reporter.request, "smile-digital-health", "impact");
  const scored = await send(reporter.request, step, "Continue", {
    _intent: "score",
    impact: "Every list can be read.",
    cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
  });
  expect(new URL(scored.url).pathname).toMatch(/\/impact$/);
  expect(scored.html).toContain("This vector scores 9.8, which is critical");
  expect(scored.html).toContain("Every list can be read.");
  const missing = await send(reporter.request, scored, "Continue", { _intent: "score", cvss: "CVSS:3.1/AV:N" });
  expect(missing.html).toContain("This vector is missing AC, PR, UI, S, C, I and A");
});
