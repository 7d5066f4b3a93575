import { expect, test } from "../fixtures";
import { open, send, titleOf } from "../plain-form";
import { draftInReview, importDraft, WRITTEN } from "../policy-drafts";

const PROGRAM = "smile-digital-health";
const UNKNOWN = "0".repeat(32);
const PLACES = ["/edit", "/edit/identity", "/edit/1", "/findings", "/preview", "/changes"];

test("a draft exists for those who govern its policy and for nobody else", async ({
  staff,
  stranger,
  newResearcher,
}) => {
  const coordinator = await staff("coordinator", PROGRAM);
  const draft = await importDraft(coordinator.request, PROGRAM, WRITTEN.replace("# Disclosure", "# Canary"));
  const readers = [
    coordinator,
    await staff("cpso", PROGRAM),
    await staff("ceo", PROGRAM),
    await staff("auditor", PROGRAM),
    await staff("admin", PROGRAM),
  ];
  for (const reader of readers) {
    for (const place of PLACES) {
      const page = await open(reader.request, `/staff/policies/${draft}${place}`);
      expect.soft([page.status, page.html.includes("Canary policy")], `${reader.email} ${place}`).toEqual([200, true]);
    }
  }
  const others = [
    await staff("triager", PROGRAM),
    await staff("privacy", PROGRAM),
    await staff("coordinator", "cardihab"),
    await newResearcher(),
  ];
  for (const other of others) {
    for (const place of PLACES) {
      const known = await open(other.request, `/staff/policies/${draft}${place}`);
      const nothing = await open(other.request, `/staff/policies/${UNKNOWN}${place}`);
      const where = `${other.email} ${place}`;
      expect.soft(known.status, where).toBe(404);
      expect.soft(titleOf(known), where).toBe(titleOf(nothing));
      expect.soft(known.html, where).not.toContain("Canary policy");
    }
  }
  for (const place of PLACES) {
    const answer = await stranger.get(`/staff/policies/${draft}${place}`, { maxRedirects: 0 });
    expect.soft(answer.status(), place).toBe(307);
    expect.soft(answer.headers().location, place).toContain("/sign-in?next=");
  }
});

test("who only reads is offered no form, and a form of somebody else changes nothing", async ({ staff }) => {
  const coordinator = await staff("coordinator", PROGRAM);
  const draft = await importDraft(coordinator.request, PROGRAM);
  const section = `/staff/policies/${draft}/edit/1`;
  const form = await open(coordinator.request, section);
  for (const role of ["ceo", "auditor", "admin", "triager"] as const) {
    const reader = await staff(role, PROGRAM);
    expect.soft((await open(reader.request, section)).html, role).not.toContain('name="heading"');
    const answer = await send(reader.request, form, "Heading", { heading: "Changed by another", body: "x" });
    expect.soft(answer.html, role).not.toContain("Saved</p>");
  }
  expect((await open(coordinator.request, section)).html).not.toContain("Changed by another");
});

test("the import page is for those who write policies", async ({ staff, newResearcher }) => {
  expect((await open((await staff("cpso", PROGRAM)).request, "/staff/policies/import")).status).toBe(200);
  for (const other of [await staff("ceo", PROGRAM), await staff("triager", PROGRAM), await newResearcher()]) {
    expect.soft((await open(other.request, "/staff/policies/import")).status, other.email).toBe(404);
  }
});

test("where a policy is governed, nobody else learns that there is anything", async ({
  staff,
  stranger,
  newResearcher,
}) => {
  const draft = await draftInReview((await staff("coordinator", "cardihab")).request, "cardihab");
  const places = ["", "/sign", "/approve"];
  for (const role of ["coordinator", "cpso", "ceo", "auditor", "admin"] as const) {
    const { request } = await staff(role, "cardihab");
    for (const place of places) {
      const page = await open(request, `/staff/policies/${draft}${place}`);
      expect
        .soft([page.status, page.html.includes(`>Sign this version<`)], `${role} ${place}`)
        .toEqual([200, role === "cpso" && place === "/sign"]);
    }
    for (const room of ["", "/review"]) {
      const page = await open(request, `/staff/policies${room}?program=cardihab`);
      expect
        .soft([page.status, page.html.includes("Sign the review")], `${role} ${room}`)
        .toEqual([200, role === "cpso" && room === "/review"]);
    }
  }
  const others = [await staff("triager", "cardihab"), await staff("cpso", PROGRAM), await newResearcher()];
  for (const { request, email } of others) {
    for (const place of places) {
      const known = await open(request, `/staff/policies/${draft}${place}`);
      const nothing = await open(request, `/staff/policies/${UNKNOWN}${place}`);
      expect.soft([known.status, titleOf(known)], `${email} ${place}`).toEqual([404, titleOf(nothing)]);
      expect.soft(shownOf(known, draft), `${email} ${place}`).toBe(shownOf(nothing, UNKNOWN));
    }
    for (const room of ["", "/review"]) {
      const known = await open(request, `/staff/policies${room}?program=cardihab`);
      const nothing = await open(request, `/staff/policies${room}?program=nobody`);
      expect.soft([known.status, titleOf(known)], `${email} ${room}`).toEqual([404, titleOf(nothing)]);
      expect.soft(shownOf(known, "cardihab"), `${email} ${room}`).toBe(shownOf(nothing, "nobody"));
    }
  }
  for (const address of [...places.map((place) => `/${draft}${place}`), "?program=cardihab", "/review"]) {
    const answer = await stranger.get(`/staff/policies${address}`, { maxRedirects: 0 });
    expect
      .soft([answer.status(), answer.headers().location], address)
      .toEqual([307, expect.stringContaining("/sign-in")]);
  }
});

/** A page without what differs from one answer to the next. */
function shownOf({ html }: { html: string }, asked: string): string {
  const body = /<body\b.*<\/body>/s.exec(html)?.[0] ?? "";
  return body
    .replace(/<script\b.*?<\/script>/gs, "")
    .replaceAll(/nonce="[^"]*"/g, "")
    .replaceAll(asked, "ASKED");
}
