import type { Page } from "@playwright/test";
import { coveredFocus, endTransitions, OF_COLOUR, overflowOf, repeatedIds, violationsOf } from "./axe";
import { expect, test } from "./fixtures";
import { linkIn, mailTo } from "./mail";
import {
  complaintsOf,
  governancePlaces,
  guestPlaces,
  halfOf,
  inquiryPlaces,
  ON_CALL_PLACES,
  type Place,
  PUBLIC_PLACES,
  policyPlaces,
  researcherPlaces,
  staffPlaces,
} from "./pages";
import { acceptInvitation, newAddress } from "./people";
import { open, send } from "./plain-form";
import { sendReport } from "./reports";

/**
 * Nothing violates in light and dark, and at 320 px nothing is wider than the page, except in boxes that scroll by
 * themselves; the browser complains of nothing, its content security policy included, and asks no other origin.
 */
async function expectAccessible(
  page: Page,
  places: readonly Place[],
  alsoNarrow: readonly string[] = [],
): Promise<void> {
  const found = complaintsOf(page);
  for (const { name, path } of places) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    found.push(...(await violationsOf(page, `${name}, light`)));
    found.push(...(await repeatedIds(page)).map((id) => `${name}: several elements are #${id}`));
    await page.emulateMedia({ colorScheme: "dark" });
    await endTransitions(page);
    found.push(...(await violationsOf(page, `${name}, dark`, OF_COLOUR)));
    await page.setViewportSize({ width: 320, height: 640 });
    const beyond = await overflowOf(page);
    if (beyond > 0) found.push(`${name} is ${320 + beyond} px wide`);
    if (alsoNarrow.includes(name)) found.push(...(await violationsOf(page, `${name}, 320 px`)));
  }
  expect(found).toEqual([]);
}

test.describe.configure({ timeout: 240_000 });

test("public pages have no violation in light and dark, and fit 320 pixels", async ({ page }) => {
  await expectAccessible(page, PUBLIC_PLACES, ["start", "policy"]);
  expect(await page.context().cookies()).toEqual([]);
});

test("a researcher's pages have no violation in light and dark, and fit 320 pixels", async ({
  newResearcher,
  staff,
}) => {
  const reporter = await newResearcher("reader");
  const { request } = await staff("coordinator", "smile-digital-health");
  const places = await researcherPlaces(reporter, request);
  const page = await reporter.page();
  await expectAccessible(page, places, ["details step", "report"]);
});

for (const half of [0, 1]) {
  test(`the desk has no violation in light and dark, and fits 320 pixels, part ${half + 1} of 2`, async ({
    newResearcher,
    staff,
  }) => {
    const places = halfOf(await staffPlaces(await newResearcher("reader")), half);
    const page = await (await staff("coordinator", "smile-digital-health")).page();
    await expectAccessible(page, places, ["triage"]);
  });
}

test("where a policy is written nothing violates in light and dark, and it fits 320 pixels", async ({ staff }) => {
  const coordinator = await staff("coordinator", "smile-digital-health");
  const places = await policyPlaces(coordinator);
  const page = await coordinator.page();
  await expectAccessible(page, places, ["clause with a promise"]);
});

test("where a policy is signed nothing violates in light and dark, and it fits 320 pixels", async ({ staff }) => {
  const places = await governancePlaces(await staff("coordinator", "cardihab"));
  const page = await (await staff("cpso", "cardihab")).page();
  await expectAccessible(page, places, ["sign a policy"]);
});

test("questions and calendars have no violation in light and dark, and fit 320 pixels", async ({
  staff,
  stranger,
  page,
}) => {
  const triager = await staff("triager", "cardihab");
  const [asked, received] = await inquiryPlaces(stranger, triager.request);
  await expectAccessible(page, [asked]);
  await expectAccessible(await triager.page(), [received]);
  const calendar = { name: "new business calendar", path: "/staff/settings/calendar/new" };
  const admin = await (await staff("admin", "cardihab")).page();
  await expectAccessible(admin, [calendar]);
});

test("what a guest with a draft and a privacy officer meet has no violation in light and dark, and fits 320 pixels", async ({
  makePerson,
  staff,
}) => {
  let places: Place[] = [];
  const guest = await makePerson(async (request) => {
    places = await guestPlaces(request);
    return "";
  });
  for (const [person, own] of [
    [guest, places],
    [await staff("privacy", "smile-digital-health"), ON_CALL_PLACES],
  ] as const) {
    const page = await person.page();
    await expectAccessible(page, own);
  }
});

test("a page with errors has no violation, and its first link leads to the field", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByRole("button", { name: "Open the account" }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toBeFocused();
  expect(await violationsOf(page, "sign up with errors")).toEqual([]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name")).toBeFocused();
});

test("the first stop skips to the content, and what has the focus is never hidden", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 600 });
  await page.goto("/programs/smile-digital-health/policy");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press("Tab");
    expect(await coveredFocus(page)).toBeNull();
  }
});

test("help is the same link in the same place on every kind of page", async ({ page, newResearcher, staff }) => {
  const reporter = await (await newResearcher("reader")).page();
  const desk = await (await staff("triager", "cardihab")).page();
  const visits: [Page, string][] = [
    [page, "/"],
    [page, "/programs/cardihab/policy"],
    [page, "/sign-in"],
    [reporter, "/reports"],
    [reporter, "/report?program=cardihab"],
    [desk, "/staff/triage"],
  ];
  for (const [at, path] of visits) {
    await at.goto(path);
    await expect(at.getByRole("link", { name: "Help & contact" }).last()).toHaveAttribute("href", "/help");
  }
});

test("times carry their zone on every page of a report", async ({ newResearcher }) => {
  const reporter = await newResearcher("reader");
  const reference = await sendReport(reporter.request, "smile-digital-health");
  const page = await reporter.page();
  for (const path of ["/reports", `/reports/${reference}`, `/reports/${reference}/receipt`]) {
    await page.goto(path);
    const times = await page.locator("main time").allInnerTexts();
    expect(times.length).toBeGreaterThan(0);
    for (const text of times) {
      expect(text).toMatch(/\d{4}/);
      if (/\d{2}:\d{2}/.test(text)) expect(text).toMatch(/\d{2}:\d{2} (E[SD]T|AEST|UTC)/);
    }
  }
});

test("whoever gives an authenticator's code finds no violation and no id twice where several forms ask for it", async ({
  staff,
  browser,
  baseURL,
}) => {
  const { request } = await staff("admin", "cardihab");
  const email = newAddress("second-admin");
  await send(request, "/staff/settings/people", "Send the invitation", { email, role: "admin" });
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  const page = await context.newPage();
  await acceptInvitation(page, linkIn(await mailTo(email, "invitation"), "/invite"));
  const places = [
    { name: "keys", path: "/staff/settings/keys" },
    { name: "on call", path: "/staff/settings/on-call" },
    { name: "people", path: "/staff/settings/people" },
    { name: "webhooks", path: "/staff/settings/webhooks" },
  ];
  await expectAccessible(page, places, ["keys"]);
  await page.goto("/staff/settings/keys");
  expect(await page.getByLabel("Your second factor, again").count()).toBeGreaterThan(1);
  await context.close();
});

test("people and audit have no violation in light and dark, and fit 320 pixels", async ({ staff }) => {
  const admin = await staff("admin", "smile-digital-health");
  const { html } = await open(admin.request, "/staff/settings/people");
  const member = /\/staff\/settings\/people\/[0-9a-f]{32}/.exec(html)?.[0] ?? "";
  const people = [
    { name: "people", path: "/staff/settings/people" },
    { name: "one of the team", path: member },
    { name: "webhooks", path: "/staff/settings/webhooks" },
  ];
  const audit = [
    { name: "audit", path: "/staff/audit" },
    { name: "audit, nothing found", path: "/staff/audit?to=2020-01-01" },
  ];
  for (const [person, places] of [
    [admin, people],
    [await staff("auditor", "smile-digital-health"), audit],
  ] as const) {
    const page = await person.page();
    await expectAccessible(page, places);
  }
});
