import { expect, test } from "../fixtures";
import { open, send } from "../plain-form";
import { sendReport } from "../reports";

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
