// Alone: it has a key ring that its workers read.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isNull } from "drizzle-orm";
import { afterAll, expect, test, vi } from "vitest";
import { openSql } from "@/db/connection";
import { mails } from "@/db/schema";
import { systemAt } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { withVariables } from "@/lib/env/prepare";
import { queueMails } from "@/lib/notifications/mutations";
import { inTransaction } from "@/lib/request/transaction";
import { loadKeyRing } from "@/lib/vault/keyring";
import { useKeyRing } from "@/lib/vault/ring";
import { freeAbandonedJobs } from "./abandoned";

const [MAILS, WORKERS, KILLS] = [240, 4, 4];
/** Between two kills. */
const KILL_EVERY_MS = 500;

const database = await testDatabase();
const db = database.app;
const directory = mkdtempSync(join(tmpdir(), "portal-kills-"));
const keyRing = join(directory, "keyring.json");
/** Those that work; a killed one is none of them, nor is one that is still starting. */
const working = new Set<ChildProcess>();
const all: ChildProcess[] = [];

afterAll(() => {
  for (const worker of all) worker.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});

const waiting = () => inTransaction(systemAt(db), (tx) => tx.db.$count(mails, isNull(mails.deliveredAt)));

async function startOne(): Promise<void> {
  const options = ["--conditions=react-server", "--import", "tsx"];
  const worker = spawn(process.execPath, [...options, join(import.meta.dirname, "kills.test-data.ts")], {
    env: withVariables({
      WORKER_DATABASE: database.appUrl,
      WORKER_BOOK: join(directory, `book-${all.length}`),
      KEYRING_FILE: keyRing,
      APP_SECRET: "a secret of at least thirty-two characters",
      APP_URL: "http://127.0.0.1:3996",
    }),
    stdio: ["ignore", "pipe", "inherit"],
  });
  all.push(worker);
  await once(worker.stdout, "data");
  working.add(worker);
}

/** One of those that work, while another goes on: a portal that starts alone may take up what the dead held at once. */
async function killOne(): Promise<void> {
  await vi.waitFor(() => expect(working.size).toBeGreaterThan(1), { timeout: 30_000, interval: 50 });
  expect(await waiting(), "a kill has to meet work").toBeGreaterThan(0);
  const victim = [...working][Math.floor(Math.random() * working.size)];
  if (victim) working.delete(victim);
  victim?.kill("SIGKILL");
}

test("of 240 mails none is lost or stuck though workers are killed; one that leaves twice is the same mail (CC-10)", async () => {
  useKeyRing(loadKeyRing(keyRing, { createIfMissing: true }));
  await inTransaction(systemAt(db), (tx) =>
    queueMails(
      tx,
      Array.from({ length: MAILS }, (_, n) => ({
        template: "verify_email" as const,
        to: { address: `heron-${n}@example.org` },
        params: { path: `/verify-email?token=${"t".repeat(39)}${String(n).padStart(4, "0")}` },
      })),
    ),
  );
  await Promise.all(Array.from({ length: WORKERS }, startOne));
  const replaced: Promise<void>[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, KILL_EVERY_MS));
    await killOne();
    replaced.push(startOne());
  }
  await Promise.all(replaced);

  const superuser = openSql(database.superuserUrl);
  try {
    const jobs = async () => {
      const [row] = await superuser<{ free: number; held: number }[]>`
        select count(*) filter (where locked_at is null)::int as free, count(locked_at)::int as held
        from graphile_worker._private_jobs where payload->>'mailId' is not null`;
      return row ?? { free: -1, held: -1 };
    };
    // What remains is what the dead held; the living take none of it before the time is over.
    let before = -1;
    const settled = async () => {
      const { free, held } = await jobs();
      const same = free === 0 && held === before;
      before = held;
      return same;
    };
    await vi.waitFor(async () => expect(await settled()).toBe(true), { timeout: 60_000, interval: 1000 });
    await freeAbandonedJobs(db);
    const { free, held } = await jobs();
    expect([free, held > 0]).toEqual([0, true]);
    // A mail may have left when its job was not yet done with.
    expect(await waiting()).toBeLessThanOrEqual(held);
    await superuser`update graphile_worker._private_jobs set locked_at = locked_at - interval '15 minutes'`;
    await freeAbandonedJobs(db);
    await vi.waitFor(async () => expect(await jobs()).toEqual({ free: 0, held: 0 }), {
      timeout: 60_000,
      interval: 200,
    });
    expect(await waiting()).toBe(0);
  } finally {
    await superuser.end();
  }

  const books = readdirSync(directory).filter((name) => name.startsWith("book-"));
  const left = books.flatMap((name) =>
    readFileSync(join(directory, name), "utf8")
      .split("\n")
      .filter((line) => line.endsWith('"'))
      .map((line) => JSON.parse(line) as string),
  );
  const told = new Map<string, Set<string>>();
  for (const mail of left) {
    const token = /verify-email\?token=3?D?(t{39}\d{4})/.exec(mail.replaceAll("=\r\n", ""))?.[1] ?? "none";
    const id = /^Message-ID: (.+)$/m.exec(mail)?.[1] ?? "none";
    told.set(token, (told.get(token) ?? new Set()).add(id));
  }
  expect(told.size).toBe(MAILS);
  expect([...told.values()].filter((ids) => ids.size > 1)).toEqual([]);
  expect(new Set([...told.values()].flatMap((ids) => [...ids])).size).toBe(MAILS);
  expect(left.length - MAILS).toBeLessThanOrEqual(KILLS * 2);
}, 180_000);
