import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openSql } from "./connection";

export type Postmaster = { pid: number; socketDirectory: string; status: string };

/** postmaster.pid: pid, data directory, start, port, socket directory, listen address, shared memory, status. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
    const pid = Number(lines[0]);
    if (!Number.isSafeInteger(pid) || pid <= 1) return undefined;
    return { pid, socketDirectory: lines[4] ?? "", status: (lines[7] ?? "").trim() };
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

export async function answersAsOurs(superuserUrl: string, cluster: string): Promise<boolean> {
  const sql = openSql(superuserUrl, { quick: true });
  try {
    const [row] = await sql<{ directory: string }[]>`select current_setting('data_directory') as directory`;
    return row !== undefined && realpathSync(row.directory) === realpathSync(cluster);
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Is this living process a postmaster working in this cluster, or has the number been given to somebody else? */
function worksInCluster(pid: number, cluster: string): boolean {
  if (existsSync("/proc/self/cwd")) {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
    } catch {
      return false;
    }
  }
  try {
    const command = execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return command.includes("postgres") && command.includes(cluster);
  } catch {
    return false;
  }
}

async function waitUntilGone(pid: number, milliseconds: number): Promise<boolean> {
  for (const deadline = performance.now() + milliseconds; performance.now() < deadline; await delay(10)) {
    if (!isAlive(pid)) return true;
  }
  return !isAlive(pid);
}

/**
 * Stops the PostgreSQL that a killed launcher left behind. Only a process that answers on its socket as this cluster,
 * or that provably works in its directory, is ever signalled: the number in a stale file may belong to anyone by now.
 */
export async function settlePostmaster(cluster: string, urlFor: (socketDirectory: string) => string): Promise<void> {
  const postmaster = readPostmaster(cluster);
  if (!postmaster || !isAlive(postmaster.pid)) return;

  const ours =
    worksInCluster(postmaster.pid, cluster) || (await answersAsOurs(urlFor(postmaster.socketDirectory), cluster));
  if (!ours) {
    // PostgreSQL itself would take the stranger for a living postmaster and refuse to start.
    rmSync(join(cluster, "postmaster.pid"), { force: true });
    return;
  }
  process.kill(postmaster.pid, "SIGINT");
  if (await waitUntilGone(postmaster.pid, 10_000)) return;
  process.kill(postmaster.pid, "SIGQUIT");
  if (await waitUntilGone(postmaster.pid, 5_000)) return;
  throw new Error(`A PostgreSQL (process ${postmaster.pid}) still uses ${cluster} and does not stop.`);
}
