import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connect } from "@/db/client";
import { openSql } from "@/db/connection";
import { findRunningDatabase } from "@/db/embedded";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import type { Actor } from "@/lib/auth/policy";
import { listQueue } from "@/lib/triage/queries";
import { loadKeyRing } from "@/lib/vault/keyring";
import { useKeyRing as holdKeyRing } from "@/lib/vault/ring";
import { signedIn } from "./browser";
import { startPortal } from "./portal";
import { seedReports } from "./seed";
import { readTemplate } from "./template";

const PROGRAM = smileDigitalHealthPolicy.program;
const WARM_UP = 20;

const { values: options } = parseArgs({
  options: {
    size: { type: "string", default: "100000" },
    requests: { type: "string", default: "60" },
    port: { type: "string", default: "3970" },
    "data-dir": { type: "string" },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Milliseconds of each call after some that nobody counts, shortest first. */
async function timed(requests: number, call: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = -WARM_UP; index < requests; index += 1) {
    const started = performance.now();
    await call();
    if (index >= 0) times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b);
}

const figures = (times: readonly number[]) => {
  const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1);
  return `${at(0.5)} | ${at(0.99)}`;
};

/** A search as the application's role asks it, with its snippets opened, and the whole page around it. */
async function main(): Promise<void> {
  const size = Number(options.size);
  const requests = Number(options.requests);
  const dataDir = options["data-dir"] ?? mkdtempSync(join(tmpdir(), "portal-bench-"));
  const portal = await startPortal({ dataDir, port: Number(options.port) });
  const sql = openSql(portal.superuserUrl);
  const ring = loadKeyRing(join(dataDir, "keyring.json"));
  const template = await readTemplate(sql, ring, PROGRAM);
  const [present] = await sql<{ count: number }[]>`select count(*)::int as count from reports`;
  const count = present?.count ?? 0;
  if (count < size) await seedReports({ sql, ring, template, now: new Date() }, size - count, count);
  const running = await findRunningDatabase(dataDir);
  if (!running) throw new Error("the portal runs without its database");
  holdKeyRing(ring);
  const db = connect(running.app, { max: 1, name: "bench" });
  const membership = { programId: template.programId, programSlug: PROGRAM, role: "triager" as const };
  const actor: Actor = { kind: "staff", accountId: template.triagerId, memberships: [membership] };
  const staff = await signedIn(portal.origin, `triager@${PROGRAM}.example`);
  say(`${size} reports\n\n| search | found | p50 | p99 | page p50 | page p99 |\n|---|---:|---:|---:|---:|---:|`);
  for (const [name, words] of [
    ["one report holds the word", String(Math.floor(size / 2))],
    ["one in five", "tenant"],
    ["nearly all", "configuration"],
    ["two words, nearly all and one", `configuration ${Math.floor(size / 3)}`],
    ["nobody", "zyklotron"],
  ] as const) {
    const search = () => listQueue({ actor, db, clockOffsetMs: 0 }, { programSlug: PROGRAM, queue: "all", words });
    const { rows, counted } = await search();
    const found = rows.length === counted - 1 ? `${rows.length}+` : String(rows.length);
    const own = figures(await timed(requests, search));
    const path = `/staff/reports?${new URLSearchParams({ program: PROGRAM, queue: "all", q: words })}`;
    say(`| ${name} | ${found} | ${own} | ${figures(await timed(requests, () => staff.get(path)))} |`);
  }
  staff.close();
  await db.$client.end();
  await sql.end();
  await portal.stop();
  if (!options["data-dir"]) rmSync(dataDir, { recursive: true, force: true });
}

await main();
