import { beforeAll, expect, test } from "vitest";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  type TestProgram,
  type Typed,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { currentPolicy } from "@/lib/policy/queries";
import { reviewWithoutChange } from "@/lib/policy/signing/mutations";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { answerSplit, proposeSplit } from "@/lib/reports/mutations/split";
import { getStaffReport } from "@/lib/reports/queries";
import { readAnalytics } from "./queries";

const database = await testDatabase();
const db = database.app;
const MINUTE = 60_000;
/** A Friday, ten in the morning in Toronto. */
const NOW = "2026-11-27T15:00:00Z";

let smile: TestProgram;
let cardihab: TestProgram;
let triager: Actor & { kind: "staff" };
let coordinator: Actor & { kind: "staff" };
let owner: Actor & { kind: "staff" };

const after = (start: string, minutes: number) => new Date(Date.parse(start) + minutes * MINUTE);
const minutesAgo = (minutes: number) => after(NOW, -minutes);

async function send(researcher: Actor, at: string | Date, typed: Typed = {}) {
  const { reference } = await sendReport(as(db, researcher, at), smileDigitalHealthPolicy, typed);
  return reference;
}

async function move(who: Actor, reference: string, at: Date, given: Record<string, string>) {
  const { version } = await reportRow(db, reference);
  await moveReport(as(db, who, at), reference, moveSchema.parse({ version, ...given }));
}

/** Minutes after its receipt at which a report is acknowledged, and at which it makes each further move. */
const ACKNOWLEDGED = [20.1, 40.1, 60.1, 69.1, 69.6] as const;

async function fixed(researcher: Actor, start: string, acknowledged: number, severity: string) {
  const reference = await send(researcher, start, { severity: "low" });
  const at = (minutes: number) => after(start, minutes);
  await move(triager, reference, at(acknowledged), { move: "acknowledge" });
  await move(triager, reference, at(70), { move: "start_checking" });
  await move(triager, reference, at(100), { move: "ask_for_information", text: "Which version?" });
  await move(researcher, reference, at(140.1), { move: "give_information", text: "The newest." });
  await move(triager, reference, at(160), { move: "validate", severity, cwe: "CWE-306", severityReason: "It is." });
  await move(coordinator, reference, at(200), { move: "accept" });
  await move(coordinator, reference, at(500.1), { move: "mark_fix_ready" });
  await move(coordinator, reference, at(530), { move: "ask_for_retest", text: "Does it work now?" });
  await move(researcher, reference, at(590), { move: "confirm_fix" });
}

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
  owner = { ...(await newStaff(db, smile, "policy_owner")), steppedUp: true };
  const people = await Promise.all(ACKNOWLEDGED.map(() => newResearcher(db)));
  for (const [index, minutes] of ACKNOWLEDGED.entries()) {
    const start = `2026-11-0${2 + index}T15:00:00Z`;
    await fixed(people[index] as Actor, start, minutes, index < 2 ? "low" : "critical");
  }
  const [one, two, three] = people as [Actor, Actor, Actor];
  const declined = await send(one, "2026-11-23T15:00:00Z");
  const rejection = { move: "reject", resolution: "not_reproducible", text: "It does not happen here." };
  await move(triager, declined, after("2026-11-23T15:00:00Z", 30), rejection);
  // Waits for us until now.
  await send(two, minutesAgo(91.5));
  // Two in one, each a report of its own since half an hour.
  const double = await send(one, minutesAgo(200), { steps: "Press export and look at the log." });
  await move(triager, double, minutesAgo(99.5), { move: "start_checking" });
  await proposeSplit(as(db, coordinator, minutesAgo(90)), double, {
    text: "This holds two vulnerabilities, and each needs its own fix.",
    parts: [
      {
        title: "Tokens are kept in the log",
        keys: ["steps"],
        details: "The log keeps whole tokens for ever, so whoever reads it can sign in.",
      },
      { title: "Header injection by file name", keys: ["details"], details: "" },
    ],
  });
  const { split } = await getStaffReport(as(db, coordinator, minutesAgo(80)), double);
  const proposal = split.proposal?.messageId ?? "";
  await answerSplit(as(db, one, minutesAgo(30)), double, { proposal, answer: "confirm", word: "" });
  // Long before: valid and not fixed for half a year.
  const old = await send(three, "2026-05-04T15:00:00Z");
  await move(triager, old, after("2026-05-04T15:00:00Z", 60), { move: "start_checking" });
  await move(triager, old, after("2026-05-04T15:00:00Z", 90), { move: "validate", severity: "low" });
}, 240_000);

const read = async (days: 30 | 90 | 365 = 30, actor: Actor = triager, at: string = NOW, program = smile) => {
  const { charts } = await readAnalytics(as(db, actor, at), program.slug, days);
  return (id: string) => {
    const found = charts.find((chart) => chart.id === id);
    if (!found) throw new Error(`there is no chart ${id}`);
    return found;
  };
};

test("a time is whose the state says, from one move to the next and to now, and nobody's once it is decided", async () => {
  const { rows, finding } = (await read())("waiting");
  // Of each of the five: 100 + 19.9 + 40 + 29.9 minutes ours, 300.1 the fix's, 40.1 + 60 the reporter's.
  // Beside them: 30 until the rejection, 91.5 of the new one, 200 of the double one, 30 of each that was split off it.
  expect(rows).toEqual([
    ["The team", 10, "22 hours 10 minutes"],
    ["A fix", 5, "1 day 1 hour"],
    ["The reporter", 5, "8 hours 20 minutes"],
  ]);
  expect(finding).toBe("39 % of the time was ours, 45 % the fix’s, 15 % the reporter’s");
});

test("intake stands by its week and by what became of it", async () => {
  const { columns, rows } = (await read(365))("intake");
  expect(columns.slice(2)).toEqual(["Found valid", "Duplicate", "Not accepted", "Withdrawn", "Not decided yet"]);
  expect(rows).toEqual([
    ["2026-05-04", 1, 1, 0, 0, 0, 0],
    ["2026-11-02", 5, 5, 0, 0, 0, 0],
    ["2026-11-23", 5, 0, 0, 1, 0, 4],
  ]);
});

test("a promise's lengths are those of its clock, of what was answered", async () => {
  const { rows, finding } = (await read())("promise-acknowledge");
  // Answered after 20, 30, 40, 60, 69 and 69 minutes, and after 100: the fourth of seven, and the last.
  expect(rows).toEqual([["2026-11", 7, 7, "100 %", "1 hour", "1 hour 40 minutes"]]);
  expect(finding).toBe("Acknowledge: kept 100 % of 7 times, half within 1 hour, nine of ten within 1 hour 40 minutes");
});

test("what is open stands by its age, and what is valid and old in the measures of the directive", async () => {
  const chart = await read(365);
  expect(chart("backlog").rows).toEqual([
    ["up to 7 days", 5],
    ["8 to 30 days", 5],
    ["31 to 90 days", 0],
    ["91 to 180 days", 0],
    ["longer", 1],
  ]);
  expect(Object.fromEntries(chart("bod-20-01").rows as [string, unknown][])).toMatchObject({
    Reports: 11,
    "Reports found valid": 6,
    "Open and valid now": 6,
    "Open and valid, older than 90 days": 1,
    "Median age of those, days": "–",
  });
});

test("weaknesses and severities are the team's, beside the reporter's own", async () => {
  const chart = await read();
  expect(chart("weaknesses").rows).toEqual([["CWE-306", 5]]);
  expect(chart("severity").rows.filter(([, reports]) => reports !== 0)).toEqual([
    ["critical", 3],
    ["low", 2],
  ]);
  expect(chart("severity-ours-theirs").rows.find(([theirs]) => theirs === "low")).toEqual(["low", 3, 0, 0, 2, 0]);
  expect(chart("severity-ours-theirs").finding).toBe(
    "40 % of 5 rated as their reporters rated them; 0 lower, 3 higher",
  );
});

test("what runs out soon stands by its day in the program's zone", async () => {
  // Of the new report the acknowledgement, at the end of Tuesday; a week's check is due after seven days.
  expect((await read())("due").rows).toEqual([["2026-12-01", 1]]);
});

test("who came back is counted over all they ever sent", async () => {
  const { rows, finding } = (await read())("returning");
  expect(rows).toEqual([
    ["One report", 2],
    ["Two to four", 3],
    ["Five and more", 0],
  ]);
  expect(finding).toBe("60 % of 5 accounts sent more than one report");
});

test("each review of the policy that was due is judged by its signature, for whoever reads the numbers", async () => {
  const overdue = (await read())("policy-reviews");
  expect(overdue.finding).toBe("Policy review: kept 0 of 1 times");
  expect(overdue.rows).toEqual([["2026-04-22", "–", "Overdue", "1.2"]]);

  const { contentHash: hash } = await currentPolicy(as(db, { kind: "anonymous" }), smile.slug);
  const signature = { hash, typedName: "Pat Example", typedRole: "CPSO", note: "", programSlug: smile.slug };
  // Still the first of December in Toronto, and then the last day of the year after it.
  await reviewWithoutChange(as(db, owner, "2026-12-02T04:30:00Z"), signature);
  await reviewWithoutChange(as(db, owner, "2027-12-02T04:30:00Z"), signature);
  for (const actor of [triager, coordinator]) {
    const { rows, finding } = (await read(30, actor, "2028-06-01T00:00:00Z"))("policy-reviews");
    expect(finding).toBe("Policy review: kept 1 of 2 times");
    expect(rows).toEqual([
      ["2026-04-22", "2026-12-01", "Late", "1.2"],
      ["2027-12-01", "2027-12-01", "In time", "1.2"],
    ]);
  }
  const theirs = await newStaff(db, cardihab, "coordinator");
  const none = (await read(365, theirs, NOW, cardihab))("policy-reviews");
  expect(none).toMatchObject({ finding: "No review of the policy was due yet", rows: [], bars: [] });
});
