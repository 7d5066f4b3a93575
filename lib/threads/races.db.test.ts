import { beforeAll, expect, test } from "vitest";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { type Actor, accountOf } from "@/lib/auth/policy";
import { PortalError } from "@/lib/errors";
import { memberHandle } from "@/lib/reports/member-handle";
import { moveReport } from "@/lib/reports/mutations/move";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { addNote, sendMessage } from "./mutations";

const database = await testDatabase();
const db = database.app;
const ROUNDS = 30;
const REASON = "It names a colleague.";

let smile: TestProgram;
let ann: Actor;
let triager: Actor & { kind: "staff" };
let coordinator: Actor & { kind: "staff" };

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
});

/** Begins all at once, in another order each round; the acts that held. */
async function race<Name extends string>(
  round: number,
  acts: Record<Name, () => Promise<unknown>>,
): Promise<Set<Name>> {
  const names = Object.keys(acts) as Name[];
  const turned = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
  const held = await Promise.all(
    turned.map(async (name) => {
      try {
        await acts[name]();
        return [name];
      } catch (error) {
        // Refused in words: anything else would be an act of which nobody knows whether it held.
        if (!(error instanceof PortalError)) throw error;
        return [];
      }
    }),
  );
  return new Set(held.flat());
}

test("what is written while a reader is taken away or the report ends is kept or refused, and never comes after it (CC-04)", async () => {
  const outcomes = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    // A researcher sends at most twenty reports a day.
    if (round % 15 === 0) ann = await newResearcher(db);
    const { reference } = await sendReport(as(db, ann), smile.policy, { title: `Race number ${round}` });
    const held = await race(round, {
      "from the reporter": () => sendMessage(as(db, ann), reference, { text: "from the reporter" }),
      "from the team": () => sendMessage(as(db, triager), reference, { text: "from the team" }),
      "a note": () => addNote(as(db, triager), reference, { text: "a note" }),
      restricted: () =>
        restrictReport(as(db, coordinator), reference, {
          readers: [memberHandle(coordinator.accountId)],
          version: 1,
          reason: REASON,
        }),
      moved: () =>
        moveReport(as(db, coordinator), reference, { move: "start_checking", version: 1, text: "", reason: "" }),
    });
    outcomes.add([...held].sort().join(", "));

    const own = await getReporterReport(as(db, ann), reference);
    const page = await getStaffReport(as(db, coordinator), reference);
    const written = ["from the reporter", "from the team"].filter((text) => held.has(text as never)).sort();
    expect(own.messages.map(({ html }) => html.replaceAll(/<[^>]+>/g, "").trim()).sort()).toEqual(written);
    // Why a report was restricted is a note of it.
    const notes = [...(held.has("a note") ? ["a note"] : []), ...(held.has("restricted") ? [REASON] : [])];
    expect(page.notes.map(({ text }) => text).sort()).toEqual(notes.sort());

    const ledger = await ledgerOf(db, (await reportRow(db, reference)).id);
    const types = ledger.map(({ payload }) => payload.type);
    expect(types.filter((type) => type === "message.sent")).toHaveLength(written.length);
    const begun = ledger.filter(({ payload }) => payload.type === "report.moved" && payload.move === "start_checking");
    expect(begun).toHaveLength(held.has("moved") ? 1 : 0);
    const closed = types.indexOf("report.restricted");
    expect(closed >= 0).toBe(held.has("restricted"));
    const after = ledger.slice(closed + 1).filter(({ actorId }) => actorId === accountOf(triager));
    if (closed >= 0) expect(after).toEqual([]);
    const reads = getStaffReport(as(db, triager), reference).then(
      () => true,
      () => false,
    );
    expect(await reads).toBe(!held.has("restricted"));
  }
  // Both ways were met, else nothing raced.
  expect(outcomes.size).toBeGreaterThan(1);
});
