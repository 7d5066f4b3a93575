import { expect, test } from "./fixtures";
import { expectNoInnards, filled, headingOf, open, type Page, send, titleOf, type Values } from "./plain-form";
import { answersOf, DETAILS, draftOf, makeMove, type Step, type StepValues, sendReport, writeDraft } from "./reports";

const VECTOR = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N";
const SCRIPT = '<script>window.broken = true</script><img src=x onerror="window.broken = true">';

/** What is wrong, and the sentence at the field that says so. */
const REFUSED: [step: Step, values: Values, sentence: string | RegExp][] = [
  ["scope", { productId: "no-such-product" }, "Select the product"],
  ["scope", { "outOfScope[]": ["none", "denial-of-service"] }, "be combined"],
  ["scope", { "outOfScope[]": ["no-such-exclusion"] }, "Select at least one"],
  ["exposure", { exposed: "maybe" }, "Select yes, no or not sure"],
  ["exposure", { exposed: "yes" }, "Select what kind"],
  ["product", { platform: "toaster" }, /There is a problem/],
  ["product", { productVersion: "9".repeat(61) }, "Shorten"],
  ["product", { "urls[]": ["javascript:alert(1)"] }, /Line 1/],
  ["product", { "urls[]": ["https://a.example", "//evil.example"] }, /Line 2/],
  ["product", { "urls[]": Array.from({ length: 21 }, (_, at) => `https://a.example/${at}`) }, "until only 20 are left"],
  ["details", { title: "Too short" }, "Enter a title of 10 to 150 characters"],
  ["details", { title: "x".repeat(151) }, "Enter a title of 10 to 150 characters"],
  ["details", { details: "x".repeat(20_001) }, "Shorten"],
  ["details", { title: "A title with a \0 in it" }, "cannot be stored"],
  ["details", { cweChoice: "yes", "cweIds[]": ["CWE-99999"] }, /CWE-99999/],
  ["repro", { poc: "x".repeat(50_001) }, "Shorten"],
  ["repro", { conditions: "An account", conditionsNone: "yes" }, "Clear the conditions"],
  ["impact", { cvss: `${VECTOR}/AV:N` }, /AV/],
  ["impact", { cvss: "CVSS:3.1/AV:N/AC:L" }, /missing|PR/],
  ["impact", { cvss: VECTOR, severity: "low" }, "Your vector scores 8.7, which is high"],
  ["impact", { severity: "gigantic" }, /There is a problem/],
  ["contact", { identity: "details", contactName: "A", email: "nobody" }, "Enter an address like name@example.com"],
  ["contact", { identity: "details", contactName: "A", email: `${"a".repeat(250)}@example.org` }, /address|Shorten/],
  ["credit", { creditWish: "name", creditText: SCRIPT }, /There is a problem/],
  ["credit", { plans: "talk", plansDate: "2031-02-31" }, "Enter a date like"],
  ["credit", { plans: "talk", plansDate: "2031-03-31", plansZone: "Foo/Bar" }, "Enter a time zone like"],
  ["credit", { cveRequested: "yes", cveId: "CVE-1-2" }, "Enter an id like"],
  ["agree", { conduct: "differently", conductNote: "short" }, "Tell us what happened"],
  ["agree", { policyVersion: "0.9" }, "The policy changed while you were writing"],
  ["agree", { accepted: "no" }, "Confirm you have read the policy"],
];

test("every wrong answer is named at its field, and nothing typed is lost (IN-05, IN-09)", async ({
  newResearcher,
}) => {
  test.setTimeout(120_000);
  const { request } = await newResearcher("careless");
  const check = await writeDraft(request, "smile-digital-health", "check");
  const draft = draftOf(check);
  for (const [step, wrong, sentence] of REFUSED) {
    const values = { ...answersOf("smile-digital-health", step), ...wrong };
    const page = await send(request, `/report/${draft}/${step}`, "Continue", values);
    const what = `${step} ${JSON.stringify(wrong).slice(0, 80)}`;
    expect.soft([what, page.status, new URL(page.url).pathname]).toEqual([what, 200, `/report/${draft}/${step}`]);
    expect.soft(titleOf(page), what).toMatch(/^Error: /);
    const said = page.html.replaceAll("&#x27;", "'");
    expect
      .soft([what, typeof sentence === "string" ? said.includes(sentence) : sentence.test(said)])
      .toEqual([what, true]);
    expectNoInnards(page.html);
  }
  const kept = await send(request, `/report/${draft}/details`, "Continue", { title: "Too short", details: DETAILS });
  expect(kept.html).toContain('value="Too short"');
  // Nothing of it was saved.
  expect(headingOf(await open(request, `/report/${draft}/check`))).toBe("Check your answers");
});

test("steps cannot be skipped, and an unknown field is refused (IN-06)", async ({ newResearcher }) => {
  const { request } = await newResearcher("hasty");
  const first = await writeDraft(request, "cardihab", "scope");
  const draft = draftOf(first);
  for (const step of ["agree", "check", "exposure"]) {
    expect(new URL((await open(request, `/report/${draft}/${step}`)).url).pathname).toBe(`/report/${draft}/scope`);
  }
  const odd = await send(request, first, "Continue", { ...answersOf("cardihab", "scope"), isAdmin: "yes" });
  expect(odd.html).toContain("This page sent something that it does not ask for.");
  expect(new URL(odd.url).pathname).toBe(`/report/${draft}/scope`);
});

test("two tabs: the later one is told, keeps its text and may still win", async ({ newResearcher }) => {
  const { request } = await newResearcher("two-tabs");
  const one = await writeDraft(request, "cardihab", "details");
  const two = await open(request, one.url);
  const first = answersOf("cardihab", "details", {
    details: { title: "The title of the first tab", details: DETAILS },
  });
  await send(request, one, "Continue", first);
  const second = { ...first, title: "The title of the second tab" };
  const conflict = await send(request, two, "Continue", second);
  expect(conflict.html).toContain("Choose a version of “Title”");
  expect(conflict.html).toContain("The title of the first tab");
  expect(conflict.html).toContain('value="The title of the second tab"');
  const again = await send(request, conflict, "Continue", second);
  expect(new URL(again.url).pathname).toMatch(/\/repro$/);
  expect((await open(request, one.url)).html).toContain('value="The title of the second tab"');
});

test("a script in every field is text wherever it is shown (IN-07, MD-01)", async ({ newResearcher, staff }) => {
  test.setTimeout(90_000);
  const long = (size: number) => SCRIPT.repeat(Math.floor(size / SCRIPT.length));
  const own: StepValues = {
    scope: { productId: "something_else", productOther: SCRIPT, "outOfScope[]": ["none"] },
    product: { component: SCRIPT, packageRef: SCRIPT, productVersion: "<b>1</b>", platformVersion: SCRIPT },
    details: { title: SCRIPT, summary: long(1000), details: long(20_000), tools: long(1000) },
    repro: { conditions: long(4000), steps: long(20_000), poc: long(50_000) },
    impact: { scenario: long(4000), impact: long(4000), proposedResolution: long(8000) },
    contact: { identity: "pseudonym", contactName: SCRIPT.slice(0, 100), group: SCRIPT, jobTitle: SCRIPT },
  };
  const reporter = await newResearcher("scripted");
  const reference = await sendReport(reporter.request, "smile-digital-health", own);
  const coordinator = await staff("coordinator", "smile-digital-health");
  await send(reporter.request, `/reports/${reference}`, "Send message", {
    "message-text": `${SCRIPT}\n\n[x](javascript:x)`,
  });
  await send(coordinator.request, `/staff/reports/${reference}`, "Save note", { "internal-note": SCRIPT });
  await makeMove(coordinator.request, reference, "start_checking", "Start checking");
  const visits = [
    {
      page: await reporter.page(),
      paths: ["/reports", `/reports/${reference}`, `/reports/${reference}/receipt`, `/reports/${reference}/messages`],
    },
    { page: await coordinator.page(), paths: ["/staff/triage", `/staff/reports/${reference}`, "/staff/credits"] },
  ];
  for (const { page, paths } of visits) {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await page.evaluate(() => "broken" in window)).toBe(false);
      expect(await page.locator("main img, main script:not([nonce]), a[href^='javascript']").count()).toBe(0);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([path, wide <= 0]).toEqual([path, true]);
    }
    expect(complaints).toEqual([]);
  }
  const exported = await (await reporter.request.get(`/reports/${reference}/export.json`)).json();
  expect(JSON.stringify(exported)).toContain(JSON.stringify(long(50_000)).slice(1, -1));
});

test("what is too long, of the wrong kind or unreadable is refused with a page of ours (IN-05, IN-13)", async ({
  newResearcher,
}) => {
  const { request } = await newResearcher("sender");
  const page = await writeDraft(request, "cardihab", "details");
  const { origin } = new URL(page.url);
  const tooLong = await send(request, page, "Continue", { details: "x".repeat(2_000_000) });
  expect(tooLong.status).toBe(413);
  expect(headingOf(tooLong)).toBe("Too long to send");
  expect(tooLong.html).toContain("What you saved before is kept");

  const bodies: [string, string | Buffer][] = [
    ["application/json", '{"title":"x"}'],
    ["application/xml", "<x/>"],
    ["text/plain", "title=x"],
    ["multipart/form-data; boundary=x", "--x\r\nnonsense"],
    ["multipart/form-data", "no boundary"],
    ["application/x-www-form-urlencoded", "title=%00%ff&_rev=1e309"],
    ["application/json", `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
  ];
  for (const [type, data] of bodies) {
    const kinds: Record<string, string>[] = [{}, { "next-action": "00".repeat(21) }];
    for (const extra of kinds) {
      const answer = await request.post(page.url, {
        data: Buffer.from(data),
        headers: { "content-type": type, origin, ...extra },
        maxRedirects: 0,
      });
      const text = await answer.text();
      // The framework fails on a broken multipart body before any code of ours; the page must be ours all the same.
      const ours = answer.status() < 500 || text.includes("<h1>Something went wrong on our side</h1>");
      expect([type, ours]).toEqual([type, true]);
      expectNoInnards(text);
    }
  }
  expect(headingOf(await open(request, page.url))).toBe("The vulnerability");
});

test("odd addresses and parameters are refused or ignored, never an error of ours (IN-01, IN-03)", async ({
  staff,
  newResearcher,
}) => {
  const { request } = await staff("triager", "cardihab");
  const reference = await sendReport((await newResearcher("sender")).request, "cardihab");
  const odd = [
    "-1",
    "0",
    "9007199254740993",
    "1e309",
    "NaN",
    "' or 1=1 --",
    "%00",
    "../../etc/passwd",
    "a".repeat(2000),
  ];
  for (const value of odd) {
    const encoded = value === "%00" ? value : encodeURIComponent(value);
    for (const path of [
      `/staff/triage?after=${encoded}`,
      `/staff/triage?program=${encoded}`,
      `/staff/reports?queue=${encoded}&before=${encoded}`,
      `/staff/reports/${reference}?older=${encoded}&done=${encoded}&refused=${encoded}`,
      `/staff/credits?after=${encoded}`,
      `/staff/reports/${encoded}`,
      `/reports/${encoded}`,
      `/report/${encoded}/scope`,
      `/report?program=${encoded}`,
      `/programs/${encoded}/policy`,
      `/programs/cardihab/policy/v/${encoded}`,
      `/sign-in?next=${encoded}`,
      `/verify-email?token=${encoded}`,
      `/invite/${encoded}`,
    ]) {
      const answer = await request.get(path);
      expect.soft([path, answer.status() < 500]).toEqual([path, true]);
      expectNoInnards(await answer.text());
    }
  }
});

test("a repeated field never changes whose report it is (IN-10)", async ({ newResearcher }) => {
  const mine = await newResearcher("mine");
  const theirs = await newResearcher("theirs");
  const draft = await writeDraft(theirs.request, "cardihab", "details");
  const own = await writeDraft(mine.request, "cardihab", "details");
  const data = filled(own, "Continue", answersOf("cardihab", "details"));
  data.append("draftId", draftOf(draft));
  data.append("_method", "DELETE");
  const answer = await mine.request.post(`${own.url}?draftId=${draftOf(draft)}`, {
    multipart: data,
    headers: { origin: new URL(own.url).origin, "x-http-method-override": "DELETE" },
  });
  expect(answer.status()).toBeLessThan(500);
  const untouched: Page = await open(theirs.request, draft.url);
  expect(untouched.html).not.toContain("Export of a list needs no session");

  // The form of one's own page, sent to somebody else's address.
  const foreign = await mine.request.post(draft.url, {
    multipart: filled(own, "Continue", answersOf("cardihab", "details")),
    headers: { origin: new URL(own.url).origin },
  });
  expect(foreign.status()).toBeLessThan(500);
  expect((await open(theirs.request, draft.url)).html).not.toContain("Export of a list needs no session");
});
