import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { draftLinks, mails, reportDrafts } from "@/db/schema";
import {
  as,
  guest,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  systemAt,
  type TestProgram,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { warnOfEndingDrafts } from "@/lib/reports/drafts/ending/mutations";
import { heldPage, holdGrant, holdPage } from "@/lib/reports/drafts/held/mutations";
import { deleteDraft, saveDraftStep, startDraft } from "@/lib/reports/drafts/mutations";
import { getDraft } from "@/lib/reports/drafts/queries";
import { sendNotice } from "@/lib/reports/mutations/urgent";
import { completeNoticeFrom } from "@/lib/reports/notices/mutations";
import { canComplete } from "@/lib/reports/notices/queries";
import { getReporterReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { hashToken, newToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { claimReport } from "../mutations/claim";
import {
  askForDraftLinks,
  forgetDraftAddress,
  mailAskedLinks,
  mailDraftLink,
  openDraftLink,
  renewDraftLink,
} from "./mutations";
import { draftLinkState } from "./queries";

const database = await testDatabase();
const db = database.app;
const BEGUN = "2026-06-01T15:00:00Z";
const at = (minutes: number) => new Date(Date.parse(BEGUN) + minutes * 60_000);
const days = (count: number) => count * 24 * 60;

let smile: TestProgram;
let ann: Actor;
let count = 0;
/** A network and an address of its own for each, so that no limit of another test counts. */
const network = () => `network-${++count}`;
const newAddress = () => `moth-${++count}@example.org`;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
});

async function begin() {
  const { publicId, guestToken } = await startDraft(as(db, visitor, BEGUN), { programSlug: smile.slug });
  const holder = guest({ drafts: [guestToken ?? ""] });
  const page = { publicId, step: "details", part: "step", keep: "as_typed", changing: false, rev: 1 } as const;
  await saveDraftStep(as(db, holder, at(1)), { ...page, values: { title: "Half a title" } });
  return { publicId, holder };
}

/** What was mailed to an address, oldest first, opened as the mailer would. */
async function mailed(address: string) {
  const rows = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).orderBy(mails.id));
  return rows.flatMap(({ id, template, addressSealed, paramsSealed }) => {
    const open = (column: string, sealed: Buffer) =>
      openWithRing(ring(), { table: "mails", column, rowId: id }, sealed);
    if (addressSealed === null || open("address_sealed", addressSealed) !== address) return [];
    return [{ template, params: JSON.parse(open("params_sealed", paramsSealed)) as Record<string, string> }];
  });
}

async function tokensTo(address: string): Promise<string[]> {
  const links = (await mailed(address)).filter(({ template }) => template === "draft_link");
  return links.map(({ params }) => params.path?.split("token=")[1] ?? "");
}

async function beginWithLink(minutes = 2) {
  const [draft, address] = [await begin(), newAddress()];
  await mailDraftLink(as(db, draft.holder, at(minutes)), { publicId: draft.publicId, address, network: network() });
  const [token = ""] = await tokensTo(address);
  return { ...draft, address, token };
}

const row = async (publicId: string) => {
  const [found] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(reportDrafts).where(eq(reportDrafts.publicId, publicId)),
  );
  return found;
};

describe("a link to a guest's draft", () => {
  test("moves it to the browser that opens it, once; looking at the link does not use it up", async () => {
    const { publicId, holder, token } = await beginWithLink();
    const ctx = as(db, visitor, at(10));
    expect([await draftLinkState(ctx, token), await draftLinkState(ctx, token)]).toEqual(["usable", "usable"]);
    const resumed = await openDraftLink(ctx, token);
    expect(resumed).toMatchObject({ publicId, stop: { step: "scope", held: false } });
    const fresh = as(db, guest({ drafts: [resumed.guestToken ?? ""] }), at(11));
    expect((await getDraft(fresh, publicId)).answers.title).toBe("Half a title");
    await expect(getDraft(as(db, holder), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await draftLinkState(ctx, token)).toBe("used");
    await expect(openDraftLink(ctx, token)).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("used already"),
    });
  });

  test("of two who open it at once one gets the draft", async () => {
    const { token } = await beginWithLink();
    const tries = await Promise.allSettled([1, 2].map(() => openDraftLink(as(db, visitor, at(3)), token)));
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(tries.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  });

  test("says that it has expired, that a newer one was mailed, and of anything else that it leads nowhere", async () => {
    const { publicId, holder, address, token } = await beginWithLink();
    expect(await draftLinkState(as(db, visitor, at(31)), token)).toBe("usable");
    expect(await draftLinkState(as(db, visitor, at(33)), token)).toBe("expired");
    await expect(openDraftLink(as(db, visitor, at(33)), token)).rejects.toThrow("has expired");
    await mailDraftLink(as(db, holder, at(5)), { publicId, address, network: network() });
    const newest = (await tokensTo(address)).at(-1) ?? "";
    expect(await draftLinkState(as(db, visitor, at(6)), token)).toBe("superseded");
    await expect(openDraftLink(as(db, visitor, at(6)), token)).rejects.toThrow("A newer link");
    await expect(openDraftLink(as(db, visitor, at(6)), newToken())).rejects.toThrow("leads to no draft");
    await deleteDraft(as(db, holder, at(7)), { publicId });
    expect(await draftLinkState(as(db, visitor, at(8)), newest)).toBe("unknown");
  });

  test("taken by somebody with an account, it is a draft of the account, and the address is gone", async () => {
    const { publicId, holder, token } = await beginWithLink();
    expect(await openDraftLink(as(db, ann, at(4)), token)).toMatchObject({ publicId, guestToken: null });
    expect((await getDraft(as(db, ann), publicId)).guest).toBe(false);
    await expect(getDraft(as(db, holder), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await row(publicId)).toMatchObject({ guestHash: null, resumeLookup: null, resumeSealed: null });
  });

  test("is mailed by nobody but whoever holds the draft, and never for a draft in an account", async () => {
    const { publicId } = await begin();
    const stranger = guest({ drafts: [newToken()] });
    for (const actor of [visitor, stranger, ann, await newStaff(db, smile, "privacy_officer")]) {
      const ctx = as(db, actor);
      const input = { publicId, address: newAddress(), network: network() };
      await expect(mailDraftLink(ctx, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(forgetDraftAddress(ctx, publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(mailAskedLinks(ctx, { lookup: "00".repeat(32) })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    const own = await startDraft(as(db, ann), { programSlug: smile.slug });
    const input = { publicId: own.publicId, address: newAddress(), network: network() };
    await expect(mailDraftLink(as(db, ann), input)).rejects.toMatchObject({ code: "INVALID" });
  });

  test("a link or a stranger's proof opens one draft and no other rows (row security)", async () => {
    const [mine] = [await beginWithLink(), await begin()];
    const seen = (proof: string) =>
      inTransaction(as(db, { kind: "guest", proofs: [proof] }), (tx) =>
        tx.db.select({ publicId: reportDrafts.publicId }).from(reportDrafts),
      );
    expect(await seen(hashToken(mine.token).toString("hex"))).toEqual([{ publicId: mine.publicId }]);
    await openDraftLink(as(db, visitor, at(3)), mine.token);
    expect(await seen(hashToken(mine.token).toString("hex"))).toEqual([]);
  });

  test("what the former browser could not save any more stands in the page of the new one", async () => {
    const { publicId, token } = await beginWithLink();
    const page = { step: "details", part: "step", rev: 2, values: { title: "Typed elsewhere" } } as const;
    const kept = await holdPage(as(db, visitor, at(5)), { draftPublicId: publicId, grant: holdGrant(publicId), page });
    expect(kept).toEqual({ ofGuest: true });
    const resumed = await openDraftLink(as(db, visitor, at(6)), token);
    expect(resumed.stop).toEqual({ step: "details", part: "step", held: true });
    const fresh = as(db, guest({ drafts: [resumed.guestToken ?? ""] }), at(7));
    expect((await heldPage(fresh, publicId))?.values.title).toBe("Typed elsewhere");
  });
});

describe("asking for links", () => {
  test("by an address answers the same for a known and an unknown one, and mails what is there", async () => {
    const { address, publicId } = await beginWithLink();
    const ask = (wanted: string) => askForDraftLinks(as(db, visitor, at(9)), { address: wanted, network: network() });
    expect(await ask(address)).toEqual(await ask("nobody-here@example.org"));
    const { resumeLookup } = (await row(publicId)) ?? {};
    await mailAskedLinks(systemAt(db, at(10)), { lookup: resumeLookup?.toString("hex") ?? "" });
    expect(await tokensTo(address)).toHaveLength(2);
    await mailAskedLinks(systemAt(db, at(10)), { lookup: "ab".repeat(32) });
    expect(await mailed("nobody-here@example.org")).toEqual([]);
  });

  test("by a link that is no longer good mails another to the same address, three an hour at most", async () => {
    const { address, token, publicId } = await beginWithLink();
    const { id = "" } = (await row(publicId)) ?? {};
    expect(await renewDraftLink(as(db, visitor), { token, network: network() })).toEqual({ asked: true });
    expect(await renewDraftLink(as(db, visitor), { token: newToken(), network: network() })).toEqual({ asked: true });
    for (const minute of [40, 41, 42, 43]) await mailAskedLinks(systemAt(db, at(minute)), { draftId: id });
    expect(await tokensTo(address)).toHaveLength(3);
  });

  test("is held back by network after ten, and an own draft's by address after three", async () => {
    const asking = network();
    const ask = () => askForDraftLinks(as(db, visitor), { address: newAddress(), network: asking });
    for (let tries = 0; tries < 10; tries++) await ask();
    await expect(ask()).rejects.toMatchObject({ code: "RATE_LIMITED" });
    const { publicId, holder } = await begin();
    const address = newAddress();
    const mail = () => mailDraftLink(as(db, holder), { publicId, address, network: network() });
    for (let tries = 0; tries < 3; tries++) await mail();
    await expect(mail()).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });
});

describe("the address", () => {
  test("lies sealed, and goes with its links when it is forgotten", async () => {
    const { publicId, holder, address, token } = await beginWithLink();
    const kept = await row(publicId);
    expect(JSON.stringify(kept)).not.toContain(address);
    expect(kept?.resumeSealed?.includes(address)).toBe(false);
    expect((await getDraft(as(db, holder), publicId)).resume).toBe(address);
    await forgetDraftAddress(as(db, holder), publicId);
    expect(await row(publicId)).toMatchObject({ resumeLookup: null, resumeSealed: null });
    expect(await draftLinkState(as(db, visitor, at(3)), token)).toBe("unknown");
  });

  test("is warned 14 and 3 days before the draft's 30 days are over; a guest without one is not", async () => {
    const [{ address, publicId }, silent] = [await beginWithLink(), await begin()];
    const warnings = async (day: number) => {
      await warnOfEndingDrafts(systemAt(db, at(days(day))));
      return (await mailed(address)).filter(({ template }) => template === "draft_ending").length;
    };
    const counted = [];
    for (const day of [15.9, 16.1, 17, 26.9, 27.1, 28]) counted.push(await warnings(day));
    expect(counted).toEqual([0, 1, 1, 1, 2, 2]);
    const [first] = (await mailed(address)).filter(({ template }) => template === "draft_ending");
    expect(first?.params).toMatchObject({ guest: true, endsAt: expect.stringMatching(/^2026-07-01T15:01:00/) });
    expect([(await row(publicId))?.warnedDays, (await row(silent.publicId))?.warnedDays]).toEqual([3, null]);
  });
});

describe("the full report after an urgent notice", () => {
  const answers = { exposed: "yes", exposureKinds: ["health"], summary: "A list of patients." };

  async function notice() {
    const key = newToken();
    const sent = await sendNotice(as(db, visitor, BEGUN), { programSlug: smile.slug, answers, key });
    return { ...sent, key, code: sent.guest?.code ?? "" };
  }

  test("opens in the browser that sent it, and moves to another by the receipt code", async () => {
    const { reference, draftPublicId, key, code } = await notice();
    const same = as(db, guest({ drafts: [key], codes: [code] }), at(2));
    expect(await completeNoticeFrom(same, reference)).toMatchObject({ publicId: draftPublicId, guestToken: null });
    const other = as(db, guest({ codes: [code] }), at(3));
    expect(await canComplete(other, reference)).toBe(true);
    const { guestToken } = await completeNoticeFrom(other, reference);
    const moved = as(db, guest({ drafts: [guestToken ?? ""], codes: [code] }), at(4));
    expect((await getDraft(moved, draftPublicId)).answers.summary).toBe(answers.summary);
    await expect(getDraft(as(db, guest({ drafts: [key] })), draftPublicId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("goes along when the notice is claimed into an account", async () => {
    const { reference, draftPublicId, code } = await notice();
    await claimReport(as(db, ann), { reference, code, network: network() });
    expect((await getDraft(as(db, ann), draftPublicId)).answers.summary).toBe(answers.summary);
    expect((await getReporterReport(as(db, ann), reference)).reference).toBe(reference);
    expect(await canComplete(as(db, ann), reference)).toBe(true);
  });

  test("is nobody else's to complete, staff's neither", async () => {
    const { reference } = await notice();
    const officer = await newStaff(db, smile, "privacy_officer");
    for (const actor of [visitor, guest({ drafts: [newToken()] }), ann, officer]) {
      expect(await canComplete(as(db, actor), reference)).toBe(false);
      await expect(completeNoticeFrom(as(db, actor), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect((await reportRow(db, reference)).urgentAt).not.toBeNull();
  });
});

test("no link stays behind with a draft that is gone", async () => {
  const { publicId, holder } = await beginWithLink();
  const { id = "" } = (await row(publicId)) ?? {};
  await deleteDraft(as(db, holder), { publicId });
  const left = await db
    .select()
    .from(draftLinks)
    .where(and(eq(draftLinks.draftId, id)));
  expect(left).toEqual([]);
});
