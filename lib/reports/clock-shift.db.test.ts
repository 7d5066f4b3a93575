import { beforeAll, expect, test } from "vitest";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  type TestProgram,
  writeDraft,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { verifyChain } from "@/lib/ledger/chain";
import { sendMessage } from "@/lib/threads/mutations";
import { saveDraftStep } from "./drafts/mutations";
import { getDraft } from "./drafts/queries";
import { moveSchema } from "./moves";
import { moveReport } from "./mutations/move";
import { submitReport } from "./mutations/submit";
import { getReporterReport } from "./queries";

const database = await testDatabase();
const db = database.app;
const HOUR = 3_600_000;
const at = (hours: number) => new Date(Date.now() + hours * HOUR);
let smile: TestProgram;
let ann: Actor;
let triager: Actor;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
});

test.each([
  ["back an hour", -1],
  ["back a month", -720],
  ["ahead a month", 720],
])(
  "a clock that was put %s while somebody writes loses nothing, and the order of what happened stands",
  async (_how, hours) => {
    const publicId = await writeDraft(as(db, ann), smile.policy);
    const { rev } = await getDraft(as(db, ann), publicId);
    const page = { publicId, step: "impact", part: "step", keep: "as_typed", changing: false } as const;
    const values = { impact: "Written after the clock was moved." };
    await saveDraftStep(as(db, ann, at(hours)), { ...page, rev, values });
    expect((await getDraft(as(db, ann, at(hours)), publicId)).answers.impact).toBe(values.impact);

    const { reference } = await submitReport(as(db, ann, at(hours)), { draftPublicId: publicId });
    expect((await submitReport(as(db, ann), { draftPublicId: publicId })).reference).toBe(reference);
    // And put right again, between two things that are done.
    const sent = await reportRow(db, reference);
    await sendMessage(as(db, ann, at(hours * 2)), reference, { text: "From the moved clock." });
    const { version } = await reportRow(db, reference);
    await moveReport(as(db, triager), reference, moveSchema.parse({ move: "acknowledge", version }));

    const ledger = await ledgerOf(db, sent.id);
    const chained = ledger.map((event) => ({ ...event, at: event.at.toISOString() }));
    expect(verifyChain(chained)).toMatchObject({ ok: true, length: ledger.length });
    const types = ledger.map(({ type }) => type);
    expect(types.indexOf("report.received")).toBeLessThan(types.indexOf("message.sent"));
    expect(types.at(-1)).toBe("report.moved");
    // A promise counts from the instant that was recorded, whatever the clock says later.
    const { clocks, receivedAt } = await getReporterReport(as(db, ann), reference);
    expect(Date.parse(receivedAt)).toBe(sent.receivedAt.getTime());
    for (const { due } of clocks) expect(Date.parse(due)).toBeGreaterThan(Date.parse(receivedAt));
  },
);
