import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { Server } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "@/db/client";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "@/db/embedded";
import { migrate, migrationState } from "@/db/migrate";
import { EnvironmentError } from "@/lib/env/env";
import {
  builtDirectory,
  completeDatabase,
  handOverBuiltConfiguration,
  type Prepared,
  prepareEnvironment,
} from "@/lib/env/prepare";
import { ensureReceiptKey } from "@/lib/receipts/mutations";
import { refuseUnsafeDatabase, UnsafeDatabase } from "./database-safety";
import { type DemonstrationAccounts, loadDemonstrationOnce } from "./demonstration";
import { checkKeyRing } from "./key-ring-check";
import { DataDirectoryInUse, lockDataDirectory } from "./lock";
import { type Handler, listen, type Readiness } from "./server/server";
import { packedFiles, type StaticFiles } from "./server/static-files";
import { logUncaughtByName, printErrorsByName } from "./uncaught";

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

type Part = { name: string; seconds: number; stop: () => Promise<unknown> | unknown };

/** What has been started, stopped in the opposite order; each part gets its time and no more. */
class Parts {
  #parts: Part[] = [];
  #stopping: Promise<void> | undefined;

  add(name: string, seconds: number, stop: Part["stop"]): void {
    this.#parts.push({ name, seconds, stop });
  }

  get stopping(): boolean {
    return this.#stopping !== undefined;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (let part = this.#parts.pop(); part; part = this.#parts.pop()) {
      const { name, seconds, stop } = part;
      const late = new AbortController();
      const timeout = delay(seconds * 1000, "late", { signal: late.signal }).catch(() => undefined);
      try {
        if ((await Promise.race([stop(), timeout])) === "late") complain(`${name} did not stop in ${seconds} s`);
      } catch (error) {
        complain(`${name} did not stop cleanly: ${String(error)}`);
      }
      late.abort();
    }
  }
}

/** Signals, and the end of whoever started us: npm does not pass SIGTERM on, but its end shows in the parent's number. */
function stopWhenAsked(parts: Parts, started: Promise<void>): void {
  let asked = false;
  const stop = (why: string) => {
    if (asked || parts.stopping) return;
    asked = true;
    say(`Stopping (${why})`);
    // What is still starting must be there before it can be stopped.
    const settled = started.catch(() => undefined);
    void Promise.race([settled, delay(30_000)])
      .then(() => parts.stop())
      .finally(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(signal));
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop("the parent process ended"), 200).unref();
}

async function startDatabase(prepared: Prepared, parts: Parts): Promise<{ app: string; owner: string }> {
  if (!prepared.embedded) {
    const app = prepared.DATABASE_URL ?? "";
    return { app, owner: prepared.DATABASE_OWNER_URL ?? app };
  }
  const database: EmbeddedDatabase = await startEmbeddedDatabase({ dataDir: prepared.DATA_DIR, onCrash: complain });
  parts.add("the database", 20, database.stop);
  return database.urls;
}

async function prepareNext(dev: boolean, prepared: Prepared): Promise<Handler> {
  if (!dev) handOverBuiltConfiguration();
  const { default: next } = await import("next");
  const app = next({
    dev,
    dir: process.cwd(),
    hostname: prepared.HOST,
    port: prepared.PORT,
    quiet: false,
    // Upgrades are only for the development server: a server nobody connects to keeps Next from taking others.
    ...(dev ? {} : { httpServer: new Server() }),
  });
  await app.prepare();
  if (!dev) {
    logUncaughtByName();
    printErrorsByName(console);
  }
  return app.getRequestHandler();
}

function storageIsWritable(dataDir: string): { ok: boolean; detail?: string } {
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    writeFileSync(probe, "probe");
    rmSync(probe);
    const { bavail, bsize } = statfsSync(dataDir);
    const free = bavail * bsize;
    return free > 64 * 1024 * 1024 ? { ok: true } : { ok: false, detail: "less than 64 MiB are free" };
  } catch {
    return { ok: false, detail: "DATA_DIR cannot be written" };
  }
}

function readinessOf(prepared: Prepared, appUrl: () => string | undefined, worker: () => boolean): Readiness {
  return async () => {
    const url = appUrl();
    const migrations = url ? await migrationState(url).catch(() => undefined) : undefined;
    const checks = {
      database: { ok: migrations !== undefined },
      migrations: { ok: migrations?.pending.length === 0 && migrations.edited.length === 0 },
      worker: { ok: worker() },
      storage: storageIsWritable(prepared.DATA_DIR),
    };
    return { ready: Object.values(checks).every((check) => check.ok), checks };
  };
}

function announce(prepared: Prepared, accounts: DemonstrationAccounts | undefined): void {
  say(`\n  The portal is at ${prepared.APP_URL}`);
  if (accounts) {
    say(
      "\n  This is a demonstration. Its accounts, all with one password; the sign-in page offers each as a button:\n",
    );
    for (const email of accounts.emails) say(`    ${email}`);
    say(`\n  Password: ${accounts.password}`);
    const { guest } = accounts;
    if (guest) say(`\n  A report without an account, for /track: ${guest.reference}, receipt code ${guest.code}`);
    say(
      `\n  The demonstration has a PGP key; to read what is encrypted to it: gpg --import ${accounts.privateKeyFile}`,
    );
  }
  say("\n  Ctrl-C stops it.\n");
}

/** Scripts and styles as they are sent, and the one script of a still page. */
function builtParts(): { files: StaticFiles; stillScript: string } {
  return {
    files: packedFiles(join(builtDirectory(), "static")),
    stillScript: readFileSync(join(".build", "still-page.js"), "utf8").trim(),
  };
}

async function run(dev: boolean, parts: Parts): Promise<void> {
  const prepared = prepareEnvironment();
  parts.add("the lock", 1, lockDataDirectory(prepared.DATA_DIR));
  mkdirSync(prepared.DATA_DIR, { recursive: true });

  let appUrl: string | undefined;
  let workerRuns = false;
  let giveHandler: (handler: Handler) => void = () => undefined;
  const handler = new Promise<Handler>((resolve) => {
    giveHandler = resolve;
  });
  const server = await listen({
    host: prepared.HOST,
    port: prepared.PORT,
    appUrl: prepared.APP_URL,
    handler,
    readiness: readinessOf(
      prepared,
      () => appUrl,
      () => workerRuns,
    ),
    onError: complain,
    built: dev ? undefined : builtParts(),
  });
  parts.add("the listener", 1, () => server.close());

  const database = startDatabase(prepared, parts).then(async (urls) => {
    completeDatabase(urls.app, urls.owner);
    await migrate({ ownerUrl: urls.owner, appUrl: urls.app });
    await refuseUnsafeDatabase(urls.app, urls.owner);
    await checkKeyRing(prepared, urls.app);
    return urls;
  });
  const [urls, next] = await Promise.all([database, prepareNext(dev, prepared)]).catch(async (error: unknown) => {
    // Whatever was still on its way must be there before it can be stopped.
    await database.catch(() => undefined);
    throw error;
  });
  appUrl = urls.app;

  const db = connect(urls.app, { max: 2, name: "portal-worker" });
  parts.add("the worker's connections", 3, () => db.$client.end({ timeout: 2 }));
  const { clockOffsetMs } = prepared;
  await ensureReceiptKey({ actor: { kind: "system", job: "start" }, db, clockOffsetMs });
  const accounts = prepared.DEMO ? await loadDemonstrationOnce(urls.app) : undefined;
  const { startWorker } = await import("@/lib/jobs/worker");
  const worker = await startWorker({ connectionString: urls.app, db });
  workerRuns = true;
  parts.add("the job worker", 10, () => {
    workerRuns = false;
    return worker.stop();
  });
  parts.add("open requests", 8, async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    await Promise.race([closed, delay(5000, undefined, { ref: false })]);
    server.closeAllConnections();
  });
  giveHandler(next);
  announce(prepared, accounts);
}

function explain(error: unknown): string {
  if (error instanceof EnvironmentError) return `The portal cannot start with this environment:\n\n${error.message}`;
  if (error instanceof DataDirectoryInUse || error instanceof UnsafeDatabase) return error.message;
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    const port = "port" in error ? String(error.port) : "";
    return `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${Number(port) + 1} npm start`;
  }
  if (error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EADDRNOTAVAIL")) {
    return `The portal cannot listen or write there: ${error.message}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export async function start({ dev }: { dev: boolean }): Promise<void> {
  const parts = new Parts();
  const started = run(dev, parts);
  stopWhenAsked(parts, started);
  try {
    await started;
  } catch (error) {
    complain(explain(error));
    await parts.stop();
    process.exit(1);
  }
}
