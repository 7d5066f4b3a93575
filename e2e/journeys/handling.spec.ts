import { expect, test } from "../fixtures";
import { open, send, titleOf } from "../plain-form";
import { DETAILS, makeMove, sendReport } from "../reports";

const usual = { details: DETAILS };
const TEXT = "This was reported before. Your page follows how far the fix comes.";

test("a triager notes how a report is handled by keyboard alone", async ({ newResearcher, staff }) => {
  const reporter = await newResearcher("plover");
  const reference = await sendReport(reporter.request, "smile-digital-health", { impact: { severity: "high" } });
  const desk = await (await staff("triager", "smile-digital-health")).page();
  await desk.goto(`/staff/reports/${reference}`);
  const handling = desk.getByRole("region", { name: "Handling" });

  await handling.locator("summary", { hasText: "Change the tags" }).focus();
  await desk.keyboard.press("Enter");
  await handling.getByLabel("Tags").focus();
  await desk.keyboard.type("Needs Vendor, export");
  await desk.keyboard.press("Enter");
  await expect(desk.getByText("Tags changed")).toBeVisible();
  await expect(handling.getByRole("listitem").filter({ hasText: "needs-vendor" })).toBeVisible();

  await handling.locator("summary", { hasText: "Rate it" }).focus();
  await desk.keyboard.press("Enter");
  await handling.getByLabel("Severity as a word").focus();
  await desk.keyboard.type("Low");
  await desk.keyboard.press("Tab");
  await desk.keyboard.press("Tab");
  await desk.keyboard.press("Enter");
  await expect(handling.getByRole("region", { name: "There is a problem" })).toContainText(
    "The reporter rated this high. Write why you rate it low",
  );
  await handling.getByLabel("Why we rate it so").focus();
  await desk.keyboard.type("It needs the local network.");
  await desk.keyboard.press("Tab");
  await desk.keyboard.press("Enter");
  await expect(desk.getByText("Rated; the reasons are kept with it")).toBeVisible();
  await expect(handling).toContainText("It needs the local network.");

  await handling.locator("summary", { hasText: "Set the priority" }).focus();
  await desk.keyboard.press("Enter");
  await handling.getByRole("radio", { name: "Active" }).focus();
  await desk.keyboard.press("Space");
  await handling.getByRole("radio", { name: "Super effective" }).focus();
  await desk.keyboard.press("Space");
  await desk.keyboard.press("Enter");
  await expect(desk.getByText("Priority set")).toBeVisible();
  await expect(handling).toContainText("Immediate");

  // Nothing of it is the reporter's to read before the report is confirmed.
  const mine = await open(reporter.request, `/reports/${reference}`);
  for (const hidden of ["local network", "needs-vendor", "Immediate"]) expect(mine.html).not.toContain(hidden);
});

test("a duplicate is marked beside its original, and its reporter follows how far that one comes", async ({
  newResearcher,
  staff,
}) => {
  const [first, second] = [await newResearcher("heron"), await newResearcher("egret")];
  const secret = "Ledger of the gorgon opens without a session";
  const original = await sendReport(first.request, "smile-digital-health", { details: { ...usual, title: secret } });
  const duplicate = await sendReport(second.request, "smile-digital-health", {
    details: { ...usual, title: "The gorgon's ledger opens to anybody without a session" },
  });
  const { request } = await staff("triager", "smile-digital-health");
  const beside = `/staff/reports/${duplicate}/similar?with=${original}`;
  const compared = await open(request, beside);
  expect(compared.html).toContain("<mark");
  const marked = await send(request, compared, "Mark as a duplicate of", { "mark-text": TEXT });
  expect(marked.url).toContain("done=reject");

  const earlier = async () => (await open(second.request, `/reports/${duplicate}`)).html;
  expect(await earlier()).toContain("The earlier report");
  await makeMove(request, original, "start_checking", "Start checking");
  await makeMove(request, original, "validate", "Confirm the vulnerability", { severity: "high" });
  const page = await second.page();
  await page.goto(`/reports/${duplicate}`);
  await expect(page.getByText("The report that told of it first: Confirmed.")).toBeVisible();
  for (const leak of [secret, original]) expect(await earlier()).not.toContain(leak);
});

test("a restricted report is there for the people named alone, with the reason why", async ({
  newResearcher,
  staff,
}) => {
  const reporter = await newResearcher("dunlin");
  const reference = await sendReport(reporter.request, "smile-digital-health");
  const coordinator = await staff("coordinator", "smile-digital-health");
  const triager = await staff("triager", "smile-digital-health");
  const path = `/staff/reports/${reference}`;
  expect((await open(triager.request, path)).status).toBe(200);
  const silent = await send(coordinator.request, path, "Save who reads it", { "readers-who": "named" });
  expect(silent.html).toContain("Write why");
  const reason = "It is about one of us.";
  const kept = await send(coordinator.request, path, "Save who reads it", {
    "readers-who": "named",
    "readers-reason": reason,
  });
  expect(kept.url).toContain("done=readers");
  expect(kept.html).toContain(reason);
  for (const below of ["", "/similar"]) {
    const hidden = await open(triager.request, `${path}${below}`);
    expect(hidden.status, below).toBe(404);
    for (const leak of ["Export of a list", reason]) expect(titleOf(hidden) + hidden.html).not.toContain(leak);
  }
  expect((await open(triager.request, "/staff/restricted")).status).toBe(404);
  const door = await send(coordinator.request, "/staff/restricted", "Open it and tell everybody", {
    reference,
    reason: "To see that I read it already.",
  });
  expect(door.html).toContain("You read this report already.");
});

test("a template begins a reply without scripts, and one that is still open is not sent", async ({
  newResearcher,
  staff,
}) => {
  const reporter = await newResearcher("sanderling");
  const reference = await sendReport(reporter.request, "smile-digital-health");
  const { request } = await staff("coordinator", "smile-digital-health");
  const page = await open(request, `/staff/reports/${reference}`);
  const link = new RegExp(`href="(/staff/reports/${reference}\\?template=[^"#]+)#reply"[^>]*>Fix planned<`).exec(
    page.html,
  );
  const begun = await open(request, (link?.[1] ?? "").replaceAll("&amp;", "&"));
  expect(begun.html).toContain(`The fix for ${reference} is planned`);
  const refused = await send(request, begun, "Send to researcher", { "message-text": "It comes {{due.fix}}." });
  expect(refused.html).toContain("Write what belongs in the place of {{due.fix}}");

  const written = await send(request, "/staff/settings/templates/new", "Save the template", {
    title: `Thanks again ${reference}`,
    body: "Thank you, {{reporter.nmae}}.",
    language: "en",
    move: "",
  });
  expect(written.html).toContain("There is no variable {{reporter.nmae}}");
});

test("a coordinator states that the conduct keeps to the policy, and the reporter proves it", async ({
  newResearcher,
  staff,
}) => {
  const reporter = await newResearcher("turnstone");
  const reference = await sendReport(reporter.request, "cardihab");
  const { request } = await staff("coordinator", "cardihab");
  const issued = await send(request, `/staff/reports/${reference}`, "Sign and issue it", { "statement-remark": "" });
  expect(issued.url).toContain("done=statement");
  const page = await reporter.page();
  await page.goto(`/reports/${reference}`);
  await page.getByRole("link", { name: "Compliance statement" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Compliance statement" })).toBeVisible();
  await expect(page.getByRole("article")).toContainText(reference);
  const json = await (await reporter.request.get(`/reports/${reference}/statement.json`)).text();
  const verdict = await send(reporter.request, "/verify", "Verify</button>", { receipt: json });
  expect(verdict.html).toContain("signed exactly this compliance statement");
});
