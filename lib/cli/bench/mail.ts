import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import type postgres from "postgres";
import { openSql } from "@/db/connection";
import { isExampleAddress } from "@/lib/accounts/email-address";
import { contactOf } from "@/lib/policy/document";
import type { PolicyDocument } from "@/lib/policy/schema";
import { loadKeyRing } from "@/lib/vault/keyring";
import { auditVerdict } from "./audit";
import { PortalUnderFire, VICTIMS, type Victim } from "./faults/portal-under-fire";
import { findingsOf, untilJudged } from "./mail/findings";
import { SendersLedger, type Taken } from "./mail/ledger";
import { serveName } from "./mail/names";
import { KEY_NAME, KEY_RECORD, Sender, writeMail } from "./mail/sender";

/** The claims under test: twenty mails a second are taken on two cores, and none that was taken is lost to a kill. */

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    rate: { type: "string", default: "20" },
    seconds: { type: "string", default: "60" },
    kills: { type: "string", default: "12" },
    port: { type: "string", default: "3976" },
    "mail-port": { type: "string", default: "3977" },
  },
});

const CONNECTIONS = 8;
/** One mail in two is of a proven sender and becomes a report; the others wait for staff. */
const isSigned = (index: number) => index % 2 === 0;

const say = (line: string) => process.stdout.write(`${line}\n`);

type Run = { taken: Taken[]; seconds: number };

/** Offers mails at a steady rate, whatever becomes of those before, and waits for the answer to each. */
async function offer(
  box: string,
  { count, first }: { count: number; first: number },
  ledger: SendersLedger,
  onTaken: () => void,
): Promise<Run> {
  const rate = Number(options.rate);
  const sender = new Sender(Number(options["mail-port"]), CONNECTIONS);
  const mails = await Promise.all(
    Array.from({ length: count }, (_, index) => writeMail(first + index, box, isSigned(index))),
  );
  const started = performance.now();
  const taken: Taken[] = [];
  await Promise.all(
    mails.map(async (mail, index) => {
      await delay((index * 1000) / rate);
      const { tries, ms } = await sender.send(mail, box);
      const { messageId, sha256, signed } = mail;
      const entry = { messageId, sha256, signed, tries, ms: Math.round(ms) };
      ledger.write(entry);
      taken.push(entry);
      onTaken();
    }),
  );
  sender.close();
  return { taken, seconds: (performance.now() - started) / 1000 };
}

/** A program of the demonstration that takes mail at an address of nobody's. */
async function exampleBox(sql: postgres.Sql): Promise<string> {
  const rows = await sql<{ document: PolicyDocument }[]>`
    select document from policy_versions where status = 'published'`;
  const addresses = rows.map(({ document }) => contactOf(document)?.email ?? "");
  const box = addresses.find((address) => isExampleAddress(address));
  if (!box) throw new Error("no program of the demonstration takes mail at an example address");
  return box;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function main(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), "portal-mail-bench-"));
  const names = await serveName(KEY_NAME, KEY_RECORD);
  const started = performance.now();
  const fire = await PortalUnderFire.start({
    dataDir,
    port: Number(options.port),
    variables: {
      MAIL_IN_LISTEN: `127.0.0.1:${options["mail-port"]}`,
      MAIL_IN_DNS: `127.0.0.1:${names.port}`,
      MAIL_URL: "",
    },
  });
  const ring = loadKeyRing(join(dataDir, "keyring.json"));

  const sql = openSql(fire.superuserUrl);
  const box = await exampleBox(sql);
  say("steady: nobody is killed");
  const steadyLedger = new SendersLedger(join(dataDir, "steady.jsonl"));
  const steadyCount = Number(options.rate) * Number(options.seconds);
  const steady = await offer(box, { count: steadyCount, first: 0 }, steadyLedger, () => undefined);
  const steadyJudged = await untilJudged(sql, 600);
  await sql.end();

  say("under fire: the app, PostgreSQL or both are killed at random");
  const count = Number(options.count);
  const kills = Number(options.kills);
  const ledger = new SendersLedger(join(dataDir, "taken.jsonl"));
  let answered = 0;
  const striker = async () => {
    for (let index = 0; index < kills; index += 1) {
      // Spread over the run by what is done, not by time: a slow machine has as many kills as a fast one.
      const share = ((index + Math.random()) / kills) * count;
      while (answered < share) await delay(20);
      await delay(Math.random() * 500);
      await fire.kill(VICTIMS[index % VICTIMS.length] ?? "app", 0);
    }
  };
  const [burning] = await Promise.all([
    offer(box, { count, first: steadyCount }, ledger, () => {
      answered += 1;
      if (answered % 100 === 0) say(`${answered} of ${count} taken, ${fire.kills.length} kills`);
    }),
    striker(),
  ]);

  const after = openSql(fire.superuserUrl);
  const judged = await untilJudged(after, 900);
  const told = [...steadyLedger.close(), ...ledger.close()];
  const found = await findingsOf(after, ring, told);
  await after.end();
  await fire.stop();
  names.close();
  const audit = auditVerdict(dataDir, Number(options.port));

  const defects = [
    ...found.lost.map((id) => `taken and lost: ${id}`),
    ...found.doubled.map((id) => `doubled: ${id}`),
    ...found.withoutReport.map((id) => `of a proven sender and no report: ${id}`),
    ...found.halfStates.map((reference) => `half a report: ${reference}`),
    ...(audit === null ? [] : [`the ledger does not verify: ${audit}`]),
  ];
  const by = (victim: Victim) => fire.kills.filter((kill) => kill.victim === victim).length;
  const waits = steady.taken.map(({ ms }) => ms);
  const perSecond = (run: Run) => (run.taken.length / run.seconds).toFixed(1);
  const rows: [string, string | number][] = [
    ["Offered at, mails a second", options.rate],
    ["Taken without kills, and at what rate", `${steady.taken.length}, ${perSecond(steady)} a second`],
    [
      "From the first word to 250, p50 / p95 / most",
      `${percentile(waits, 0.5)} / ${percentile(waits, 0.95)} / ${Math.max(...waits)} ms`,
    ],
    ["Judged after the last of them was taken", `${steadyJudged.toFixed(1)} s`],
    ["Taken under fire, and on the sender's own disk", burning.taken.length],
    ["Handed over more than once before 250 came", burning.taken.filter(({ tries }) => tries > 1).length],
    ["Kills of the app / of PostgreSQL / of both at once", `${by("app")} / ${by("database")} / ${by("both")}`],
    ["Slowest recovery, without help, in seconds", (Math.max(0, ...fire.recoveriesMs) / 1000).toFixed(1)],
    ["Judged after the last of them was taken", `${judged.toFixed(1)} s`],
    ["Taken and lost", found.lost.length],
    ["Doubled", found.doubled.length],
    ["Copies that were recognised", found.copies],
    ["Of a proven sender, and no report", found.withoutReport.length],
    ["Half a report", found.halfStates.length],
    ["Ledgers that do not verify", audit === null ? 0 : 1],
    ["Minutes", ((performance.now() - started) / 60_000).toFixed(1)],
  ];
  const table = `| What | |\n|---|---|\n${rows.map(([what, value]) => `| ${what} | ${value} |`).join("\n")}\n`;
  say(`\n${table}`);
  for (const defect of defects.slice(0, 50)) say(defect);
  if (defects.length > 0) say(`The data is kept in ${dataDir}.`);
  else rmSync(dataDir, { recursive: true, force: true });
  writeFileSync(join(tmpdir(), "mail-bench.md"), table);
  return defects.length === 0 ? 0 : 1;
}

process.exitCode = await main();
