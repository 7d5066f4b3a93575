import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openSql } from "@/db/connection";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { localStore } from "@/lib/storage/local";
import { loadKeyRing } from "@/lib/vault/keyring";
import { auditVerdict } from "./audit";
import { Client, type Sending } from "./faults/client";
import { ClientLedger } from "./faults/client-ledger";
import { writeDrafts } from "./faults/drafts";
import { defectsOf, findingsOf } from "./faults/findings";
import { PortalUnderFire, VICTIMS, type Victim } from "./faults/portal-under-fire";
import { readTemplate } from "./template";

/** The claim under test: nothing acknowledged is ever lost, and nothing is doubled. Ends with 1 when it does not hold. */

const PROGRAM = smileDigitalHealthPolicy.program;
const REPORTER = "researcher-a@example.org";
/** One client in this many does not try again: its report must be wholly there or not at all. */
const GIVES_UP_EVERY = 10;

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    kills: { type: "string" },
    clients: { type: "string", default: "4" },
    port: { type: "string", default: "3975" },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

/** How a kill is timed: a quarter each at a COMMIT, while a report is sent, while a file travels, and at any moment. */
const TIMINGS = ["at_commit", "while_sending", "while_uploading", "any"] as const;

/** Resolves at the next of something, or after five seconds. */
class Awaited {
  #resolve: (() => void) | undefined;
  readonly happened = () => this.#resolve?.();
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      setTimeout(resolve, 5000);
    });
  }
}

const sends = new Awaited();
const uploads = new Awaited();
let uploadsUnderWay = 0;

async function strike(fire: PortalUnderFire, index: number): Promise<void> {
  const victim: Victim = VICTIMS[index % VICTIMS.length] ?? "app";
  // Every pairing of victim and timing comes round, for the two rows turn at different speeds.
  const timing = TIMINGS[Math.floor(index / VICTIMS.length) % TIMINGS.length];
  if (timing === "at_commit") {
    await fire.nextCommit(5000);
    await delay(Math.random() * 10);
  } else if (timing === "while_sending") {
    await sends.next();
    await delay(Math.random() * 150);
  } else if (timing === "while_uploading") {
    await uploads.next();
    await delay(Math.random() * 200);
  } else await delay(Math.random() * 500);
  await fire.kill(victim, uploadsUnderWay);
}

async function main(): Promise<number> {
  const count = Number(options.count);
  const kills = Number(options.kills ?? Math.max(3, Math.round(count / 12)));
  const dataDir = mkdtempSync(join(tmpdir(), "portal-faults-"));
  const started = performance.now();
  const fire = await PortalUnderFire.start({ dataDir, port: Number(options.port) });
  const ring = loadKeyRing(join(dataDir, "keyring.json"));
  const seedSql = openSql(fire.superuserUrl);
  const template = await readTemplate(seedSql, ring, PROGRAM);
  const written = await writeDrafts({ sql: seedSql, ring, template, now: new Date() }, count);
  await seedSql.end();

  const ledger = new ClientLedger(join(dataDir, "acknowledged.jsonl"));
  const waiting = written.map((draft, index) => ({ draft, givesUp: index % GIVES_UP_EVERY === 0 }));
  const sendings: Sending[] = [];

  const client = async () => {
    const own = new Client(() => fire.origin, REPORTER, ledger);
    own.onSend = sends.happened;
    own.onUpload = (underWay) => {
      uploadsUnderWay += underWay ? 1 : -1;
      if (underWay) uploads.happened();
    };
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      sendings.push(await own.send(next.draft, next));
      if (sendings.length % 100 === 0) say(`${sendings.length} of ${count} sent, ${fire.kills.length} kills`);
    }
    own.close();
  };
  const striker = async () => {
    for (let index = 0; index < kills; index += 1) {
      // Spread over the run by what is done, not by time: a slow machine has as many kills as a fast one.
      const share = ((index + Math.random()) / kills) * count;
      while (sendings.length < share && waiting.length > 0) await delay(20);
      if (waiting.length === 0) return;
      await strike(fire, index);
    }
  };
  await Promise.all([striker(), ...Array.from({ length: Number(options.clients) }, client)]);

  const told = ledger.close();
  const sql = openSql(fire.superuserUrl);
  const findings = await findingsOf(sql, ring, localStore(join(dataDir, "files")), written, told);
  await sql.end();
  const defects = defectsOf(findings);
  await fire.stop();
  const audit = auditVerdict(dataDir, Number(options.port));
  if (audit !== null) defects.push(`the ledger does not verify: ${audit}`);
  const unanswered = sendings.filter(({ acknowledged }) => !acknowledged).length;
  const givingUp = written.length - written.filter((_, index) => index % GIVES_UP_EVERY !== 0).length;
  if (unanswered > givingUp) defects.push(`${unanswered - givingUp} clients were never answered`);

  const near = fire.kills.filter(({ sinceCommitMs }) => sinceCommitMs !== null && sinceCommitMs <= 50).length;
  const by = (victim: Victim) => fire.kills.filter((kill) => kill.victim === victim).length;
  const slowest = Math.max(0, ...fire.recoveriesMs);
  const rows: [string, string | number][] = [
    ["Reports that a client tried to send", count],
    ["Acknowledged, and on the client's own disk", findings.acknowledged],
    ["Sent more than once before an answer came", sendings.filter(({ tries }) => tries > 1).length],
    ["Never answered, and wholly there", findings.unacknowledgedThere],
    ["Never answered, and not there at all", findings.unacknowledgedAbsent],
    ["Kills of the app / of PostgreSQL / of both at once", `${by("app")} / ${by("database")} / ${by("both")}`],
    ["Kills within 50 ms after a COMMIT", near],
    ["Kills while a file was on its way", fire.kills.filter((kill) => kill.uploads > 0).length],
    ["Slowest recovery, without help, in seconds", (slowest / 1000).toFixed(1)],
    ["Acknowledged and lost", findings.lost.length],
    ["Doubled", findings.doubled.length],
    ["With another text than was written", findings.changed.length],
    ["Files compared by their SHA-256", findings.files],
    ["Files lost, added or changed", findings.changedFiles.length],
    ["Sealed objects that a kill left without a row (the daily sweep removes them)", findings.strayObjects],
    ["Half states", findings.halfStates.length],
    ["Received outside the time of their sending", findings.wrongTimes.length],
    ["Ledgers that do not verify", audit === null ? 0 : 1],
    ["Tables without row security", findings.unguardedTables.length],
    ["Minutes", ((performance.now() - started) / 60_000).toFixed(1)],
  ];
  say(`\n| What | Count |\n|---|---|\n${rows.map(([what, value]) => `| ${what} | ${value} |`).join("\n")}\n`);
  for (const defect of defects) say(`DEFECT  ${defect}`);
  if (defects.length === 0) rmSync(dataDir, { recursive: true, force: true });
  else say(`The data is kept in ${dataDir}`);
  return defects.length === 0 ? 0 : 1;
}

process.exitCode = await main();
