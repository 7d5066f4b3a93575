import { expect, test } from "../fixtures";
import { linkIn, mailTo } from "../mail";
import { acceptInvitation, newAddress } from "../people";
import { open, send } from "../plain-form";

const PROGRAM = "cardihab";
const PEOPLE = "/staff/settings/people";

test("somebody is invited, works, and is out at the next click when their role ends", async ({
  browser,
  baseURL,
  staff,
}) => {
  test.setTimeout(90_000);
  const { request: admin } = await staff("admin", PROGRAM);
  const email = newAddress("new-triager");
  const invited = await send(admin, PEOPLE, "Send the invitation", { email, role: "triager" });
  expect(invited.html).toContain("The invitation is on its way");
  expect(invited.html).toContain(email);

  const context = await browser.newContext(baseURL ? { baseURL } : {});
  const page = await context.newPage();
  await acceptInvitation(page, linkIn(await mailTo(email, "invitation"), "/invite"));
  await page.goto("/staff/triage");
  const title = page.getByRole("heading", { level: 1 });
  await expect(title).not.toHaveText("Page not found");
  // Running the portal and reading its reports are two things.
  expect((await open(admin, "/staff/triage")).status).toBe(404);

  const list = (await open(admin, PEOPLE)).html;
  const at = list.lastIndexOf(`${PEOPLE}/`, list.indexOf(email));
  const member = new RegExp(`${PEOPLE}/[0-9a-f]{32}[^"]*`).exec(list.slice(at))?.[0] ?? "";
  const refused = await send(admin, member, "End what is unticked", { "keep[]": ["triager"] });
  expect(refused.html).toContain("Untick what ends");
  const ended = await send(admin, member, "End what is unticked", { block: "yes" });
  expect(ended.html).toContain("The roles are ended");
  expect(ended.html).toContain("kept from signing in");

  await page.reload();
  await expect(title).toHaveText("Sign in");
  await context.close();
});

const WEBHOOKS = "/staff/settings/webhooks";

test("nobody but an administrator finds the people of a program, nor, auditors apart, where its events go", async ({
  staff,
  listed,
  stranger,
}) => {
  for (const role of ["triager", "coordinator", "cpso", "ceo", "privacy", "auditor"] as const) {
    const { request } = await staff(role, PROGRAM);
    expect((await open(request, PEOPLE)).status, role).toBe(404);
    const webhooks = await open(request, WEBHOOKS);
    expect(webhooks.status, role).toBe(role === "auditor" ? 200 : 404);
    expect(webhooks.html, role).not.toContain('name="url"');
  }
  const elsewhere = await staff("admin", "smile-digital-health");
  expect((await open(elsewhere.request, `${PEOPLE}?program=${PROGRAM}`)).status).toBe(404);
  expect((await open((await listed("researcher-a@example.org")).request, PEOPLE)).status).toBe(404);
  expect((await open(elsewhere.request, `${WEBHOOKS}?program=${PROGRAM}`)).status).toBe(404);
  for (const path of [PEOPLE, WEBHOOKS]) expect(new URL((await open(stranger, path)).url).pathname).toBe("/sign-in");
  const own = await staff("admin", PROGRAM);
  expect((await open(own.request, PEOPLE)).html).toContain(`triager@${PROGRAM}.example`);
});
