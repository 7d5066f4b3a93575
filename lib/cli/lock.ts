import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export class DataDirectoryInUse extends Error {
  constructor(dataDir: string, pid: number) {
    super(
      `Another portal (process ${pid}) is running in ${dataDir}. Stop it first, or set DATA_DIR to another directory.`,
    );
    this.name = "DataDirectoryInUse";
  }
}

/** Something about a process that its number's next owner does not share; empty when there is no such process. */
export function processIdentity(pid: number): string {
  if (existsSync("/proc/self/stat")) {
    try {
      // Field 22, counted behind the command's name, which may hold spaces and brackets.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      if (fields[0] === "Z") return "";
      const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
      return `${boot}:${fields[19]}`;
    } catch {
      return "";
    }
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

function readOwner(path: string): { pid: number; identity: string } | undefined {
  try {
    const [pid, identity] = readFileSync(path, "utf8").split("\n");
    return { pid: Number(pid), identity: identity ?? "" };
  } catch {
    return undefined;
  }
}

function isLive(owner: { pid: number; identity: string }): boolean {
  return owner.identity !== "" && processIdentity(owner.pid) === owner.identity;
}

export function dataDirectoryOwner(dataDir: string): number | undefined {
  const owner = readOwner(join(dataDir, "portal.lock"));
  return owner && isLive(owner) ? owner.pid : undefined;
}

/** One portal per DATA_DIR. What a killed one left is taken over, because the lock names the process and its start. */
export function lockDataDirectory(dataDir: string): () => void {
  const path = join(dataDir, "portal.lock");
  const content = `${process.pid}\n${processIdentity(process.pid)}\n`;
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      writeFileSync(path, content, { flag: "wx", mode: 0o600 });
      return () => {
        if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const owner = readOwner(path);
    if (owner && isLive(owner)) throw new DataDirectoryInUse(dataDir, owner.pid);
    // Moved aside rather than deleted: of two that find it stale, one moves it and the other begins again.
    const aside = `${path}.${process.pid}`;
    try {
      renameSync(path, aside);
      rmSync(aside, { force: true });
    } catch {
      // Somebody else moved it first; the next turn finds what they left.
    }
  }
  throw new Error(`${path} cannot be taken`);
}
