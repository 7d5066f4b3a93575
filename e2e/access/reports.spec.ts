import type { APIRequestContext } from "@playwright/test";
import { newReference } from "../../lib/reports/reference";
import { ask, expectUnknown } from "../answers";
import { expect, type Person, test } from "../fixtures";
import type { Staff } from "../people";
import { DETAILS, draftOf, makeMove, sendReport, writeDraft } from "../reports";

const CANARY = "canary-tern-4711";
const OWN = ["", "/receipt", "/receipt.json", "/messages", "/credit", "/export.json"];

async function canaryReport(owner: Person): Promise<string> {
  return sendReport(owner.request, "smile-digital-health", {
    details: { title: `Export of ${CANARY} needs no session`, details: `${DETAILS} ${CANARY}` },
    contact: { identity: "pseudonym", contactName: CANARY },
  });
}

test("a report exists for nobody but its reporter and those who read it for the program; who tried is on record (AZ-01, AZ-22, AL-01)", async ({
  newResearcher,
  staff,
  stranger,
}) => {
  test.setTimeout(120_000);
  const owner = await newResearcher("owner");
  const reference = await canaryReport(owner);
  const unknown = newReference("SDH");
  const reporterSide = OWN.map((below) => (id: string) => `/reports/${id}${below}`);
  const staffSide = (id: string) => `/staff/reports/${id}`;

  const other = await newResearcher("other");
  const neighbours = [await staff("triager", "cardihab"), await staff("coordinator", "cardihab")];
  const governing: Staff[] = ["cpso", "ceo", "privacy", "auditor", "admin"];
  const without = await Promise.all(governing.map((role) => staff(role, "smile-digital-health")));
  for (const { request } of [other, ...neighbours, ...without]) {
    for (const address of [...reporterSide, staffSide])
      await expectUnknown(request, address, reference, unknown, CANARY);
  }
  // Those who read it for the program have no page of the reporter's side, and the reporter none of theirs.
  const triager = await staff("triager", "smile-digital-health");
  for (const address of reporterSide) await expectUnknown(triager.request, address, reference, unknown, CANARY);
  await expectUnknown(owner.request, staffSide, reference, unknown, CANARY);

  for (const address of [...reporterSide, staffSide]) {
    const [known, nothing] = [await ask(stranger, address, reference), await ask(stranger, address, unknown)];
    expect
      .soft([known.status, known.location, known.body], address(reference))
      .toEqual([nothing.status, nothing.location, nothing.body]);
    expect.soft([307, 404]).toContain(known.status);
    expect.soft(known.raw).not.toContain(CANARY);
  }

  for (const address of reporterSide) {
    const own = await ask(owner.request, address, reference);
    expect.soft([address(reference), own.status]).toEqual([address(reference), 200]);
  }
  expect((await ask(owner.request, (id) => `/reports/${id}`, reference)).raw).toContain(CANARY);
  expect((await ask(triager.request, staffSide, reference)).raw).toContain(CANARY);
  // Another spelling of a reference is no address.
  expect((await owner.request.get(`/reports/${reference.toLowerCase()}`)).status()).toBe(404);

  // Who tried stands in the log of the program they work for, and nothing of what they tried to read (AL-01).
  const auditor = await staff("auditor", "cardihab");
  const log = await (await auditor.request.get("/staff/audit?group=refused")).text();
  expect(log).toContain("Asked for a page that is not theirs, or is none: refused.");
  expect(log).not.toContain(reference);
});

test("a draft exists for its writer alone (AZ-20)", async ({ newResearcher, staff, stranger }) => {
  const owner = await newResearcher("owner");
  const draft = draftOf(
    await writeDraft(owner.request, "smile-digital-health", "repro", {
      details: { title: `Export of ${CANARY} needs no session`, details: DETAILS },
    }),
  );
  const unknown = "0123456789abcdef0123456789abcdef";
  const pages = ["scope", "details", "check"].map((step) => (id: string) => `/report/${id}/${step}`);
  const intruders = [await newResearcher("other"), await staff("triager", "smile-digital-health")];
  for (const { request } of intruders) {
    for (const address of pages) await expectUnknown(request, address, draft, unknown, CANARY);
  }
  for (const address of pages) {
    const [known, nothing] = [await ask(stranger, address, draft), await ask(stranger, address, unknown)];
    expect([known.status, known.location]).toEqual([nothing.status, nothing.location]);
  }
  expect((await ask(owner.request, (id) => `/report/${id}/details`, draft)).raw).toContain(CANARY);
  for (const odd of ["nonsense", "abuse", "SCOPE", "..%2f..%2fstaff"]) {
    expect((await owner.request.get(`/report/${draft}/${odd}`)).status()).toBe(404);
  }
  expect((await owner.request.get("/report/12345/scope")).status()).toBe(404);
});

test("the desk exists for staff alone, and lists what one's program holds", async ({
  newResearcher,
  staff,
  stranger,
}) => {
  const reporter = await newResearcher("reporter");
  const reference = await canaryReport(reporter);
  const lists = [
    "/staff",
    "/staff/triage",
    "/staff/reports",
    "/staff/reports/views",
    "/staff/reports/bulk",
    "/staff/credits",
    "/staff/credits/settings",
    "/staff/settings/assignment",
    "/staff/settings/out-of-office",
  ];
  const neighbour = await staff("triager", "cardihab");
  const executive = await staff("ceo", "smile-digital-health");
  const triager = await staff("triager", "smile-digital-health");
  for (const list of lists) {
    expect((await reporter.request.get(list)).status(), list).toBe(404);
    const turned = await stranger.get(list, { maxRedirects: 0 });
    expect([turned.status(), turned.headers().location]).toEqual([
      307,
      expect.stringContaining(`/sign-in?next=${encodeURIComponent(list)}`),
    ]);
    expect(await (await neighbour.request.get(list)).text()).not.toContain(CANARY);
    expect(await (await executive.request.get(list)).text()).not.toContain(CANARY);
  }
  for (const list of lists.slice(1)) {
    const foreign = await neighbour.request.get(`${list}?program=smile-digital-health`);
    const nobodys = await neighbour.request.get(`${list}?program=no-such-program`);
    expect([foreign.status(), nobodys.status()]).toEqual([404, 404]);
  }
  expect(await (await triager.request.get("/staff/triage")).text()).toContain(reference);

  // What is asked for by reference, by words or among several is found by the same rule.
  const asks = [`/staff/triage?at=${reference}`, `/staff/reports?q=${CANARY}`, `/staff/reports/bulk?ref=${reference}`];
  for (const ask of asks) {
    expect(await (await triager.request.get(ask)).text(), ask).toContain(`Export of ${CANARY}`);
    expect(await (await neighbour.request.get(ask)).text(), ask).not.toContain(`Export of ${CANARY}`);
  }
  const find = `/api/staff/find?q=${CANARY}`;
  expect(await (await triager.request.get(find)).text()).toContain(reference);
  expect(await (await neighbour.request.get(find)).json()).toEqual([]);
  for (const who of [reporter.request, executive.request, stranger]) expect((await who.get(find)).status()).toBe(404);
});

type Recorded = { url: string; data: Buffer; headers: Record<string, string> };

/** Presses a button, keeps the request of its action and lets nothing of it through. */
async function record(page: Awaited<ReturnType<Person["page"]>>, press: () => Promise<void>): Promise<Recorded> {
  const seen = page.waitForRequest((request) => request.method() === "POST" && "next-action" in request.headers());
  await page.route("**", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await press();
  const request = await seen;
  const kept = ["next-action", "content-type", "accept", "next-router-state-tree"];
  const headers = Object.fromEntries(Object.entries(request.headers()).filter(([name]) => kept.includes(name)));
  return { url: request.url(), data: request.postDataBuffer() ?? Buffer.alloc(0), headers };
}

const replay = (request: APIRequestContext, { url, data, headers }: Recorded, origin = new URL(url).origin) =>
  request.post(url, { data, headers: { ...headers, origin }, maxRedirects: 0 });

test("a recorded action with another's cookies is refused and changes nothing (AZ-02)", async ({
  newResearcher,
  staff,
  stranger,
}) => {
  const owner = await newResearcher("owner");
  const reference = await canaryReport(owner);
  const page = await owner.page();
  await page.goto(`/reports/${reference}`);
  await page.getByLabel("Write to the team").fill("A word from the replayed request");
  const message = await record(page, () => page.getByRole("button", { name: "Send message" }).click());

  const triager = await staff("triager", "smile-digital-health");
  const desk = await triager.page();
  await desk.goto(`/staff/reports/${reference}`);
  const move = await record(desk, () => desk.getByRole("button", { name: "Acknowledge" }).click());

  const intruders = [
    (await newResearcher("other")).request,
    (await staff("triager", "cardihab")).request,
    (await staff("ceo", "smile-digital-health")).request,
    stranger,
  ];
  for (const request of intruders) {
    for (const recorded of [message, move])
      expect(await (await replay(request, recorded)).text()).not.toContain(CANARY);
  }
  await replay(owner.request, move);
  // Another site's page can make a browser send it, cookies and all.
  const foreign = await replay(triager.request, move, "https://evil.example");
  expect(foreign.status()).toBeGreaterThanOrEqual(400);
  const before = await (await triager.request.get(`/staff/reports/${reference}`)).text();
  expect(before).not.toContain("A word from the replayed request");
  expect(before).toContain("Acknowledge</button>");

  expect((await replay(owner.request, message)).status()).toBeLessThan(400);
  expect((await replay(triager.request, move)).status()).toBeLessThan(400);
  const after = await (await triager.request.get(`/staff/reports/${reference}`)).text();
  expect(after).not.toContain("Acknowledge</button>");
  // What was sent is its writer's alone for its first seconds.
  const own = await (await owner.request.get(`/reports/${reference}`)).text();
  expect(own).toContain("A word from the replayed request");
});

test("a move that one may see and not make says which role it takes", async ({ newResearcher, staff }) => {
  const reference = await sendReport((await newResearcher("reporter")).request, "cardihab");
  const triager = await staff("triager", "cardihab");
  const coordinator = await staff("coordinator", "cardihab");
  await makeMove(triager.request, reference, "start_checking", "Start checking");
  await makeMove(triager.request, reference, "validate", "Confirm the vulnerability", { severity: "low" });
  const desk = await coordinator.page();
  await desk.goto(`/staff/reports/${reference}`);
  const move = await record(desk, () => desk.getByRole("button", { name: "Accept for fixing" }).click());
  const refused = await replay(triager.request, move);
  expect(await refused.text()).toContain("Only a coordinator of this program can do this.");
  expect(await (await coordinator.request.get(`/staff/reports/${reference}`)).text()).toContain(
    "Accept for fixing</button>",
  );
});
