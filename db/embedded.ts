import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { openSql, quoteIdentifier, socketUrl } from "./connection";
import { isReachableByOthers, locateBinaries, runsAsRoot, UNPRIVILEGED } from "./embedded-binaries";
import { answersAsOurs, isAlive, readPostmaster, settlePostmaster } from "./embedded-postmaster";

const DATABASE = "portal";
const OWNER = "portal_owner";
const APP = "portal_app";

const stateFile = z.object({
  v: z.literal(1),
  cluster: z.string(),
  superuserPassword: z.string(),
  ownerPassword: z.string(),
  appPassword: z.string(),
  bootstrapped: z.boolean(),
});
type State = z.infer<typeof stateFile>;

export type EmbeddedUrls = { app: string; owner: string; superuser: string };

export type EmbeddedDatabase = {
  urls: EmbeddedUrls;
  /** The process of the moment: a crashed PostgreSQL is started again. */
  pid: () => number | undefined;
  stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  dataDir: string;
  /** False only in tests: nothing is flushed to disk. */
  durable?: boolean;
  onCrash?: (message: string) => void;
};

// A portal for a handful of staff on a small machine: room for its pools, little memory for anything else.
const SETTINGS = {
  listen_addresses: "",
  shared_buffers: "48MB",
  max_connections: "40",
  work_mem: "4MB",
  // The database fits into memory or lies on flash: an index in order costs little more than reading everything.
  random_page_cost: "1.1",
  maintenance_work_mem: "32MB",
  temp_buffers: "2MB",
  wal_buffers: "1MB",
  min_wal_size: "32MB",
  max_wal_size: "256MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  jit: "off",
  huge_pages: "off",
  io_method: "sync",
  max_worker_processes: "2",
  max_parallel_workers: "0",
  max_parallel_workers_per_gather: "0",
  max_parallel_maintenance_workers: "0",
  max_logical_replication_workers: "0",
  autovacuum: "on",
  autovacuum_max_workers: "1",
  log_min_messages: "warning",
  log_timezone: "UTC",
  timezone: "UTC",
  password_encryption: "scram-sha-256",
};

export function embeddedUrls(state: State, socketDirectory: string): EmbeddedUrls {
  return {
    app: socketUrl(socketDirectory, APP, state.appPassword, DATABASE),
    owner: socketUrl(socketDirectory, OWNER, state.ownerPassword, DATABASE),
    superuser: socketUrl(socketDirectory, "postgres", state.superuserPassword, "postgres"),
  };
}

function readState(dataDir: string): State | undefined {
  const path = join(dataDir, "embedded.json");
  return existsSync(path) ? stateFile.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}

function writeState(dataDir: string, state: State): void {
  const path = join(dataDir, "embedded.json");
  const file = openSync(`${path}.new`, "w", 0o600);
  writeSync(file, `${JSON.stringify(state, null, 2)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

function newState(dataDir: string): State {
  const password = () => randomBytes(24).toString("base64url");
  const id = randomBytes(6).toString("hex");
  // Root may keep its data where `nobody` cannot go; then the cluster lives beside it, named here.
  const cluster = runsAsRoot() && !isReachableByOthers(dataDir) ? `/var/lib/safe-harbour/cluster-${id}` : "pg";
  return {
    v: 1,
    cluster,
    superuserPassword: password(),
    ownerPassword: password(),
    appPassword: password(),
    bootstrapped: false,
  };
}

function clusterPath(dataDir: string, state: State): string {
  return state.cluster.startsWith("/") ? state.cluster : join(dataDir, state.cluster);
}

/** Its files are 0600; where the database runs as another user than root's launcher, that user may walk through. */
function prepareDataDirectory(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, runsAsRoot() ? 0o711 : 0o700);
}

/** A directory only the database's user may enter. */
function privateDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  if (runsAsRoot()) chownSync(path, UNPRIVILEGED, UNPRIVILEGED);
  return path;
}

function socketDirectory(dataDir: string): { path: string; temporary: boolean } {
  const beside = join(dataDir, "pg-socket");
  const fits = Buffer.byteLength(join(beside, ".s.PGSQL.5432.lock")) <= 107;
  if (fits && (!runsAsRoot() || isReachableByOthers(dataDir)))
    return { path: privateDirectory(beside), temporary: false };
  const base =
    Buffer.byteLength(tmpdir()) <= 70 && (!runsAsRoot() || isReachableByOthers(tmpdir())) ? tmpdir() : "/tmp";
  return { path: privateDirectory(mkdtempSync(join(base, "portal-pg-"))), temporary: true };
}

function unprivileged() {
  return {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", NODE_ENV: "production" as const },
    ...(runsAsRoot() ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {}),
  };
}

async function initialise(binaries: string, cluster: string, state: State): Promise<void> {
  const staging = `${cluster}.new`;
  rmSync(staging, { recursive: true, force: true });
  privateDirectory(staging);
  const passwordFile = `${staging}.password`;
  writeFileSync(passwordFile, `${state.superuserPassword}\n`, { mode: 0o600 });
  if (runsAsRoot()) chownSync(passwordFile, UNPRIVILEGED, UNPRIVILEGED);
  const args = ["-D", staging, "-U", "postgres", `--pwfile=${passwordFile}`, "-A", "scram-sha-256", "-E", "UTF8", "-k"];
  args.push("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--wal-segsize=4");
  try {
    const child = spawn(join(binaries, "bin", "initdb"), args, {
      ...unprivileged(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const code = await exitOf(child);
    if (code !== 0) throw new Error(`The embedded database cannot be created: ${errors.trim()}`);
    // A cluster that is there is whole: initdb works aside, and the rename is the last step.
    renameSync(staging, cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function exitOf(child: ChildProcess): Promise<number | string> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  if (child.signalCode !== null) return Promise.resolve(child.signalCode);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
}

function openLog(dataDir: string): number {
  const log = openSync(join(dataDir, "postgres.log"), "a", 0o600);
  if (fstatSync(log).size > 8 * 1024 * 1024) ftruncateSync(log, 0);
  return log;
}

function lastLogLines(dataDir: string): string {
  const path = join(dataDir, "postgres.log");
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n").slice(-4).join("\n") : "";
}

async function launch(
  binaries: string,
  cluster: string,
  socket: string,
  options: EmbeddedOptions,
): Promise<ChildProcess> {
  const settings: Record<string, string> = {
    ...SETTINGS,
    unix_socket_directories: socket,
    unix_socket_permissions: "0700",
  };
  if (options.durable === false)
    Object.assign(settings, { fsync: "off", synchronous_commit: "off", full_page_writes: "off" });
  const args = ["-D", cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];

  for (let attempt = 1; ; attempt++) {
    const log = openLog(options.dataDir);
    // Its own process group: Ctrl-C reaches the launcher only, which stops things in order.
    const child = spawn(join(binaries, "bin", "postgres"), args, {
      ...unprivileged(),
      stdio: ["ignore", log, log],
      detached: true,
    });
    closeSync(log);
    const exit = exitOf(child);
    exit.catch(() => {});
    const deadline = performance.now() + 60_000;
    while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
      const postmaster = readPostmaster(cluster);
      if (postmaster?.pid === child.pid && postmaster?.status === "ready") return child;
      await Promise.race([delay(5), exit]);
    }
    // After a kill -9 of the postmaster its backends need a moment to notice.
    if (attempt < 20 && /still in use|already exists/.test(lastLogLines(options.dataDir))) await delay(150);
    else throw new Error(`PostgreSQL did not start:\n${lastLogLines(options.dataDir)}`);
  }
}

async function bootstrap(superuserUrl: string, state: State): Promise<void> {
  const sql = openSql(superuserUrl);
  try {
    for (const [role, password] of [
      [OWNER, state.ownerPassword],
      [APP, state.appPassword],
    ] as const) {
      const [found] = await sql`select 1 from pg_roles where rolname = ${role}`;
      if (!found) await sql.unsafe(`create role ${quoteIdentifier(role)}`);
      await sql.unsafe(
        `alter role ${quoteIdentifier(role)} login nosuperuser nocreatedb nocreaterole nobypassrls noreplication password '${password}'`,
      );
    }
    const [database] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (!database) await sql.unsafe(`create database ${DATABASE} owner ${OWNER}`);
    await sql.unsafe(`revoke all on database ${DATABASE} from public`);
    await sql.unsafe(`grant connect on database ${DATABASE} to ${APP}`);
  } finally {
    await sql.end();
  }
}

/** The running embedded database of this DATA_DIR, when there is one that answers as ours. */
export async function findRunningDatabase(dataDir: string): Promise<EmbeddedUrls | undefined> {
  const state = readState(dataDir);
  if (!state) return undefined;
  const cluster = clusterPath(dataDir, state);
  const postmaster = readPostmaster(cluster);
  if (!postmaster || !isAlive(postmaster.pid)) return undefined;
  const urls = embeddedUrls(state, postmaster.socketDirectory);
  return (await answersAsOurs(urls.superuser, cluster)) ? urls : undefined;
}

/** Starts PostgreSQL in `dataDir`, creating the cluster, the roles and the database on the first call. */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir } = options;
  prepareDataDirectory(dataDir);
  const binaries = locateBinaries();
  let state = readState(dataDir);
  if (!state) {
    state = newState(dataDir);
    writeState(dataDir, state);
  }
  const cluster = clusterPath(dataDir, state);
  if (state.cluster.startsWith("/")) {
    mkdirSync("/var/lib/safe-harbour", { recursive: true, mode: 0o755 });
    chmodSync("/var/lib/safe-harbour", 0o755);
  }
  if (!existsSync(join(cluster, "PG_VERSION"))) {
    if (state.bootstrapped) throw new Error(`The database directory ${cluster} is gone, but ${dataDir} remembers it.`);
    await initialise(binaries, cluster, state);
  } else {
    const known = state;
    await settlePostmaster(cluster, (directory) => embeddedUrls(known, directory).superuser);
  }

  const socket = socketDirectory(dataDir);
  const urls = embeddedUrls(state, socket.path);
  let child = await launch(binaries, cluster, socket.path, options);
  let stopping = false;
  watch(child);

  function watch(started: ChildProcess): void {
    started.once("exit", (code, signal) => {
      if (stopping) return;
      options.onCrash?.(`PostgreSQL stopped unexpectedly (${signal ?? code}); starting it again`);
      launch(binaries, cluster, socket.path, options).then(
        (next) => {
          child = next;
          if (stopping) next.kill("SIGINT");
          else watch(next);
        },
        (error: unknown) => options.onCrash?.(error instanceof Error ? error.message : String(error)),
      );
    });
  }

  if (!state.bootstrapped) {
    await bootstrap(urls.superuser, state);
    writeState(dataDir, { ...state, bootstrapped: true });
  }

  return {
    urls,
    pid: () => child.pid,
    stop: async () => {
      stopping = true;
      for (const [signal, wait] of [
        ["SIGINT", 10_000],
        ["SIGQUIT", 5_000],
        ["SIGKILL", 5_000],
      ] as const) {
        if (child.exitCode !== null || child.signalCode !== null) break;
        child.kill(signal);
        const timer = new AbortController();
        await Promise.race([exitOf(child), delay(wait, undefined, { signal: timer.signal }).catch(() => {})]);
        timer.abort();
      }
      if (socket.temporary) rmSync(socket.path, { recursive: true, force: true });
    },
  };
}
