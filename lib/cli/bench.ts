import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openSql } from "@/db/connection";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { loadKeyRing } from "@/lib/vault/keyring";
import { bareStatements, hello } from "./bench/baseline";
import { Browser, signedIn } from "./bench/browser";
import { type Load, load, settled } from "./bench/load";
import { type RunningPortal, startPortal } from "./bench/portal";
import { proportionalMemory } from "./bench/processes";
import { type Measured, type Outcome, table } from "./bench/report";
import { scenarios } from "./bench/scenarios";
import { type Seeder, seedConversation, seedReports } from "./bench/seed";
import { countStatements } from "./bench/statements";
import { readTemplate } from "./bench/template";

const PROGRAM = smileDigitalHealthPolicy.program;
const MESSAGES = 30;

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,100000" },
    requests: { type: "string", default: "200" },
    port: { type: "string", default: "3970" },
    "data-dir": { type: "string" },
    json: { type: "string", default: "docs/bench.json" },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Everything at one number of reports: each request alone, then eight at a time. */
async function measureAt(portal: RunningPortal, seeder: Seeder, size: number, requests: number): Promise<Measured> {
  const { sql } = seeder;
  const [present] = await sql<{ count: number }[]>`select count(*)::int as count from reports`;
  const missing = size - 1 - (present?.count ?? 0);
  const started = performance.now();
  if (missing > 0) await seedReports(seeder, missing, present?.count ?? 0);
  const reference = await seedConversation(seeder, MESSAGES, size);
  await sql.unsafe("checkpoint");
  say(`\n${size} reports (${Math.max(missing, 0)} added in ${Math.round((performance.now() - started) / 1000)} s)`);

  const staff = await signedIn(portal.origin, `triager@${PROGRAM}.example`);
  const researcher = await signedIn(portal.origin, "researcher-a@example.org");
  const visitor = new Browser(portal.origin);
  const measured: Measured = { reports: size, scenarios: [] };
  for (const scenario of scenarios({ staff, researcher, visitor, seeder, programSlug: PROGRAM, reference, size })) {
    const { name, expected, warmUp } = scenario;
    const runs: Load[] = [];
    const run = async (count: number, concurrency: number) => {
      const send = await scenario.prepare(count);
      await settled(portal.pid);
      return load({ pid: portal.pid, requests: count, concurrency, send, expected });
    };
    await run(warmUp, 2);
    for (const concurrency of [1, 8]) runs.push(await run(requests, concurrency));
    const send = await scenario.prepare(1);
    await settled(portal.pid);
    const statements = await countStatements(sql, portal.logFile, () => send(0));
    measured.scenarios.push({ name, statements, runs });
    say(
      `  ${name}: ${runs.map(({ cpuMs, p50Ms }) => `${cpuMs.toFixed(1)} ms CPU, p50 ${p50Ms.toFixed(1)} ms`).join(" | ")}`,
    );
  }
  for (const browser of [staff, researcher, visitor]) browser.close();
  return measured;
}

/** Starts on existing data, several times, and what it weighs at rest after its pages were used once. */
async function startsAndRests(dataDir: string, port: number): Promise<Outcome["rest"]> {
  const starts: number[] = [];
  const startsCpu: number[] = [];
  let memory: Outcome["rest"]["memory"] | undefined;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const portal = await startPortal({ dataDir, port });
    starts.push(portal.firstAnswerMs);
    startsCpu.push(portal.firstAnswerCpuMs);
    if (attempt === 2) {
      const staff = await signedIn(portal.origin, `triager@${PROGRAM}.example`);
      await staff.get(`/staff/triage?program=${PROGRAM}`);
      await staff.get(`/programs/${PROGRAM}/policy`);
      staff.close();
      // Long enough for idle connections to close and for the collector to have run.
      await delay(75_000);
      memory = proportionalMemory(portal.pid);
    }
    await portal.stop();
  }
  if (!memory) throw new Error("nothing was weighed");
  return { startsMs: starts, startsCpuMs: startsCpu, memory };
}

async function main(): Promise<void> {
  const sizes = options.sizes.split(",").map(Number);
  const requests = Number(options.requests);
  const port = Number(options.port);
  const dataDir = options["data-dir"] ?? mkdtempSync(join(tmpdir(), "portal-bench-"));
  const first = await startPortal({ dataDir, port });
  const sql = openSql(first.superuserUrl);
  const ring = loadKeyRing(join(dataDir, "keyring.json"));
  const seeder: Seeder = { sql, ring, template: await readTemplate(sql, ring, PROGRAM), now: new Date() };
  const measured: Measured[] = [];
  const base = await hello(2000, 1);
  for (const size of sizes) measured.push(await measureAt(first, seeder, size, requests));
  const [row] = await sql<{ reference: string }[]>`select reference from reports order by id desc limit 1`;
  const bare = await bareStatements(sql, row?.reference ?? "");
  await sql.end();
  await first.stop();
  const rest = await startsAndRests(dataDir, port);
  if (!options["data-dir"]) rmSync(dataDir, { recursive: true, force: true });

  const [cpu] = cpus();
  const outcome: Outcome = {
    machine: {
      cpu: cpu?.model ?? "unknown",
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      // Other work on the machine lengthens latencies and, where cores share caches, processor time as well.
      loadAverage: Math.round((loadavg()[0] ?? 0) * 10) / 10,
      kernel: release(),
      node: process.version,
    },
    requests,
    hello: base,
    bare,
    measured,
    rest,
  };
  writeFileSync(options.json, `${JSON.stringify(outcome, null, 2)}\n`);
  say(`\n${table(outcome)}`);
}

await main();
