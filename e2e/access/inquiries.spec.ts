import { randomBytes } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { ask, expectUnknown } from "../answers";
import { expect, test } from "../fixtures";
import { newAddress, type Staff } from "../people";
import { open, send } from "../plain-form";

const CANARY = "canary-plover-2207";
const PROGRAM = "smile-digital-health";
const UNKNOWN_LINK = randomBytes(32).toString("base64url");
const UNKNOWN_ID = randomBytes(16).toString("base64url");
const asked = (link: string) => `/inquiries/${link}`;
const atDesk = (id: string) => `/staff/inquiries/${id}`;
const GOVERNING: Staff[] = ["cpso", "ceo", "privacy", "auditor", "admin"];

/** Asks about the canary in a subject of its own; the secret part of the link that leads back to it. */
async function question(request: APIRequestContext, values: Record<string, string> = {}) {
  const subject = `${CANARY} ${randomBytes(4).toString("hex")}`;
  const sent = await send(request, `/programs/${PROGRAM}/security`, "Send the question", {
    subject,
    text: `Which edition is meant by ${CANARY}?`,
    ...values,
  });
  const link = /^\/inquiries\/([\w-]{43})$/.exec(new URL(sent.url).pathname)?.[1];
  if (!link) throw new Error(`no question was sent: ${sent.url}`);
  return { subject, link };
}

/** The desk's address of a question, as its list links it. */
async function idAtDesk(triager: APIRequestContext, subject: string): Promise<string> {
  let page = await open(triager, `/staff/inquiries?program=${PROGRAM}`);
  for (;;) {
    const id = new RegExp(`/staff/inquiries/([\\w-]{22})"[^>]*>${subject}<`).exec(page.html)?.[1];
    if (id) return id;
    const next = /href="([^"]*[?&]after=[^"]*)"/.exec(page.html)?.[1];
    if (!next) throw new Error(`the desk does not list ${subject}`);
    page = await open(triager, next.replaceAll("&amp;", "&"));
  }
}

test("a question exists for who asked, and for those at the desk who answer", async ({
  stranger,
  newResearcher,
  staff,
}) => {
  test.setTimeout(120_000);
  const asker = await newResearcher("asker");
  const other = await newResearcher("other");
  const triager = await staff("triager", PROGRAM);
  const coordinator = await staff("coordinator", PROGRAM);
  const { link, subject } = await question(asker.request);
  const id = await idAtDesk(triager.request, subject);

  // An account's question: the link alone is no key to it.
  for (const request of [other.request, triager.request]) {
    await expectUnknown(request, asked, link, UNKNOWN_LINK, CANARY);
  }
  const neighbours = [await staff("triager", "cardihab"), await staff("coordinator", "cardihab")];
  const without = await Promise.all(GOVERNING.map((role) => staff(role, PROGRAM)));
  for (const { request } of [asker, other, ...neighbours, ...without]) {
    await expectUnknown(request, atDesk, id, UNKNOWN_ID, CANARY);
  }
  for (const { request } of [asker, other, ...without]) {
    expect((await request.get(`/staff/inquiries?program=${PROGRAM}`)).status()).toBe(404);
  }
  for (const { request } of neighbours) {
    expect((await request.get(`/staff/inquiries?program=${PROGRAM}`)).status()).toBe(404);
    expect(await (await request.get("/staff/inquiries")).text()).not.toContain(CANARY);
  }
  // A stranger may be somebody who has yet to sign in, and learns no more than that.
  for (const [address, real, unknown] of [
    [asked, link, UNKNOWN_LINK],
    [atDesk, id, UNKNOWN_ID],
  ] as const) {
    const [known, nothing] = [await ask(stranger, address, real), await ask(stranger, address, unknown)];
    expect([known.status, known.location, known.body]).toEqual([307, nothing.location, nothing.body]);
  }

  expect((await ask(asker.request, asked, link)).raw).toContain(CANARY);
  for (const { request } of [triager, coordinator]) {
    expect((await ask(request, atDesk, id)).raw).toContain(CANARY);
  }
  // Without an account the link is the key, and no spelling beside it.
  const free = await question(stranger, { email: newAddress("asker") });
  expect((await ask(other.request, asked, free.link)).raw).toContain(free.subject);
  await expectUnknown(other.request, asked, free.link.toLowerCase(), UNKNOWN_LINK.toLowerCase(), free.subject);
  await expectUnknown(triager.request, atDesk, free.link, UNKNOWN_LINK, free.subject);
});

test("nobody else writes to a question, answers it or closes it", async ({ stranger, newResearcher, staff }) => {
  test.setTimeout(120_000);
  const asker = await newResearcher("asker");
  const triager = await staff("triager", PROGRAM);
  const { link, subject } = await question(asker.request);
  const id = await idAtDesk(triager.request, subject);
  const own = await open(asker.request, asked(link));
  const desk = await open(triager.request, atDesk(id));

  const intruders = [
    stranger,
    (await newResearcher("other")).request,
    (await staff("triager", "cardihab")).request,
    ...(await Promise.all(GOVERNING.map((role) => staff(role, PROGRAM)))).map(({ request }) => request),
  ];
  for (const request of intruders) {
    for (const answer of [
      await send(request, own, "Write again", { text: "A word of an intruder" }),
      await send(request, desk, "Send the answer", { text: "An answer of an intruder" }),
      await send(request, desk, "Close without an answer", {}),
    ]) {
      expect.soft(answer.html).not.toContain(CANARY);
      expect.soft(answer.url).not.toMatch(/[?&](?:sent|done)=/);
    }
  }
  // Those at the desk write to nobody in the asker's name, and the asker does not answer themselves.
  await send(triager.request, own, "Write again", { text: "A word of an intruder" });
  await send(asker.request, desk, "Send the answer", { text: "An answer of an intruder" });
  await send(asker.request, desk, "Close without an answer", {});

  const before = await open(asker.request, asked(link));
  expect(before.html).not.toContain("of an intruder");
  expect(before.html).toContain("Waits for an answer");
  expect((await send(triager.request, desk, "Send the answer", { text: "The newer one." })).url).toContain("done=");
  const after = await open(asker.request, asked(link));
  expect(after.html).toContain("The newer one.");
  expect((await send(asker.request, own, "Write again", { text: "Thank you." })).url).toContain("sent=");
  // The form of before the answer: somebody wrote since.
  expect((await send(triager.request, desk, "Close without an answer", {})).html).toContain("Somebody wrote here");
  const fresh = await open(triager.request, atDesk(id));
  expect((await send(triager.request, fresh, "Close without an answer", {})).url).toContain("done=closed");
});
