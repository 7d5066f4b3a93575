import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type ClientRequest, request } from "node:http";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connect } from "@/db/client";
import { openSql } from "@/db/connection";
import { findRunningDatabase } from "@/db/embedded";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import type { Actor } from "@/lib/auth/policy";
import { sendMessage } from "@/lib/threads/mutations";
import { loadKeyRing } from "@/lib/vault/keyring";
import { useKeyRing as holdKeyRing } from "@/lib/vault/ring";
import { Browser, signedIn } from "./browser";
import { startPortal } from "./portal";
import { proportionalMemory } from "./processes";
import { seedConversation } from "./seed";
import { readTemplate } from "./template";

/** The claims under test: a long thread costs what a short one does, news arrives within a second, and waiting is cheap. */

const PROGRAM = smileDigitalHealthPolicy.program;
const LENGTHS = [30, 1000] as const;
const WARM_UP = 15;
const STREAMS = 100;
/** Streams that one person may have open. */
const OF_ONE = 8;

const { values: options } = parseArgs({
  options: {
    requests: { type: "string", default: "100" },
    events: { type: "string", default: "50" },
    port: { type: "string", default: "3978" },
    out: { type: "string", default: "docs/talk-bench.md" },
  },
});

const TEXT =
  "We could see it with `GET /export?tenant=2` on **3.1**:\n\n```\nHTTP/1.1 200 OK\n```\n\n- what does the log say?";
const lines: string[] = [];
const say = (line: string) => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};
const at = (times: readonly number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? 0;

/** An open event stream: what it says, from now on. */
function openStream(browser: Browser, hear: (text: string) => void): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL("/api/events", browser.origin),
      { agent: false, headers: { accept: "text/event-stream", cookie: browser.cookie } },
      (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(`a stream was answered with ${answer.statusCode}`));
        answer.setEncoding("utf8");
        answer.on("error", () => undefined);
        answer.on("data", (text: string) => {
          hear(text);
          if (text.includes("event: ready")) resolve(sent);
        });
      },
    );
    sent.on("error", reject);
    sent.end();
  });
}

/** Both lengths in turn, so that whatever else the machine does meets both. */
async function comparePages(browser: Browser, pathOf: (length: number) => string, requests: number) {
  const times = new Map<number, number[]>(LENGTHS.map((length) => [length, []]));
  for (let index = -WARM_UP; index < requests; index += 1) {
    for (const length of LENGTHS) {
      const { status, ms } = await browser.get(pathOf(length));
      if (status !== 200) throw new Error(`${pathOf(length)} was answered with ${status}`);
      if (index >= 0) times.get(length)?.push(ms);
    }
  }
  const [short, long] = LENGTHS.map((length) => times.get(length) ?? []);
  return { short: short ?? [], long: long ?? [], ratio: at(long ?? [], 0.5) / at(short ?? [], 0.5) };
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "portal-talk-"));
  const portal = await startPortal({ dataDir, port: Number(options.port) });
  const sql = openSql(portal.superuserUrl);
  const ring = loadKeyRing(join(dataDir, "keyring.json"));
  const template = await readTemplate(sql, ring, PROGRAM);
  const running = await findRunningDatabase(dataDir);
  if (!running) throw new Error("the portal runs without its database");
  holdKeyRing(ring);
  const db = connect(running.app, { max: 2, name: "bench" });
  const membership = { programId: template.programId, programSlug: PROGRAM, role: "triager" as const };
  const triager: Actor = { kind: "staff", accountId: template.triagerId, memberships: [membership] };
  const reporter: Actor = { kind: "researcher", accountId: template.reporterId };
  const references = new Map<number, string>();
  // Written as people write them, so that clocks, ledger and inboxes are as long as the thread.
  for (const length of LENGTHS) {
    const reference = await seedConversation({ sql, ring, template, now: new Date() }, 1, length);
    for (let index = 1; index < length; index += 1) {
      const actor = index % 2 === 0 ? triager : reporter;
      await sendMessage({ actor, db, clockOffsetMs: 0 }, reference, { text: `${TEXT} (${index})` });
    }
    references.set(length, reference);
  }
  const referenceOf = (length: number) => references.get(length) ?? "";

  const [researcher, staff] = [
    await signedIn(portal.origin, "researcher-a@example.org"),
    await signedIn(portal.origin, `triager@${PROGRAM}.example`),
  ];
  say(`| page | 30 messages, ms p50 | 1,000 messages, ms p50 | times |\n|---|---:|---:|---:|`);
  for (const [name, browser, base] of [
    ["a reporter's thread", researcher, "/reports/%/messages"],
    ["a reporter's report", researcher, "/reports/%"],
    ["a report on the desk", staff, "/staff/reports/%"],
  ] as const) {
    const pathOf = (length: number) => base.replace("%", referenceOf(length));
    const { short, long, ratio } = await comparePages(browser, pathOf, Number(options.requests));
    say(`| ${name} | ${at(short, 0.5).toFixed(1)} | ${at(long, 0.5).toFixed(1)} | ${ratio.toFixed(2)} |`);
  }

  // Written by this process and heard through the portal's: two processes on one database.
  let heard: ((at: number) => void) | null = null;
  const listening = await openStream(researcher, (text) => {
    if (text.includes('"what":"message"')) heard?.(performance.now());
  });
  const waits: number[] = [];
  for (let index = 0; index < Number(options.events); index += 1) {
    const arrived = new Promise<number>((resolve) => {
      heard = resolve;
    });
    await sendMessage({ actor: triager, db, clockOffsetMs: 0 }, referenceOf(30), { text: `News ${index}.` });
    const committed = performance.now();
    waits.push((await arrived) - committed);
    await delay(100);
  }
  listening.destroy();
  say(`\n| from the commit to another browser's stream | ms |\n|---|---:|`);
  say(`| p50 | ${at(waits, 0.5).toFixed(0)} |\n| p99 | ${at(waits, 0.99).toFixed(0)} |`);

  const offered = (await new Browser(portal.origin).get("/sign-in")).body.matchAll(/\bvalue="([\w.+-]+@[\w.-]+)"/g);
  const people = new Set([...offered].map(([, email = ""]) => email));
  const browsers = await Promise.all([...people].map((email) => signedIn(portal.origin, email)));
  await delay(3000);
  const before = proportionalMemory(portal.pid).totalMiB;
  const streams: ClientRequest[] = [];
  for (let index = 0; streams.length < STREAMS; index += 1) {
    const browser = browsers[Math.floor(index / OF_ONE)];
    if (!browser) throw new Error("there are not enough people for so many streams");
    streams.push(await openStream(browser, () => undefined));
  }
  await delay(3000);
  const more = proportionalMemory(portal.pid).totalMiB - before;
  say(
    `\n| ${streams.length} open streams | MiB more |\n|---|---:|\n| the portal and its database | ${more.toFixed(1)} |`,
  );
  for (const stream of streams) stream.destroy();

  const machine = `${cpus().length} processors, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(", ")} at the end of the run.`;
  writeFileSync(
    options.out,
    `# The conversation, measured\n\n\`APP_SECRET=… npm run bench:talk\` on a production build with the demonstration; the client runs on the same machine. Aims:\nthe same cost within 1.2 times, under 1,000 ms at the median, under 60 MiB more. ${machine}\nBoth lengths are asked for in turn, so the ratio says more than the milliseconds.\n\n${lines.join("\n")}\n`,
  );
  for (const browser of [researcher, staff, ...browsers]) browser.close();
  await db.$client.end();
  await sql.end();
  await portal.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

await main();
