import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Rewritten } from "./tells";

/** Larger pictures are for download only. */
export const PREVIEWED_BYTES = 50 * 1024 * 1024;
const PREVIEW_BYTES = 4 * 1024 * 1024;
const REWRITTEN_BYTES = 60 * 1024 * 1024;
const WALL_MS = 10_000;
const CPU_SECONDS = 8;
/** Kilobytes of memory that the child may write to (RLIMIT_DATA). */
const MEMORY_KB = 512 * 1024;

/** The child's program lies beside this source; the launcher runs in the portal's own directory. */
const CHILD = "lib/attachments/preview-child.mjs";

let isolates: boolean | undefined;

/** Whether the system gives a child a network of its own, which leads nowhere. Some containers do not. */
function mayIsolate(): boolean {
  isolates ??= spawnSync("unshare", ["-rn", "true"], { stdio: "ignore" }).status === 0;
  return isolates;
}

/**
 * A picture written anew at a size for a page, without its metadata; null when the decoder refused it, ran out of time,
 * of memory or of its limit of pixels, or crashed. The picture passes through memory only.
 */
export function renderPreview(source: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  return inOwnPlace(source, "preview", PREVIEW_BYTES);
}

/** A picture at its own size and in its own type, without its metadata; null as above. */
export function withoutMetadata(source: AsyncIterable<Uint8Array>, type: Rewritten): Promise<Buffer | null> {
  return inOwnPlace(source, type, REWRITTEN_BYTES);
}

type Work = "preview" | Rewritten;

async function inOwnPlace(source: AsyncIterable<Uint8Array>, work: Work, most: number): Promise<Buffer | null> {
  const place = await mkdtemp(join(tmpdir(), "portal-preview-"));
  try {
    return await inChild(source, place, work, most);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function inChild(
  source: AsyncIterable<Uint8Array>,
  place: string,
  work: Work,
  most: number,
): Promise<Buffer | null> {
  const limits = `ulimit -c 0; ulimit -t ${CPU_SECONDS}; ulimit -d ${MEMORY_KB} 2>/dev/null; exec "$0" "$@"`;
  const command = ["sh", "-c", limits, process.execPath, "--max-old-space-size=128", join(process.cwd(), CHILD), work];
  const [program = "sh", ...args] = mayIsolate() ? ["unshare", "-rn", ...command] : command;
  const child = spawn(program, args, {
    cwd: place,
    // No secret of the portal, not even its name.
    env: { PATH: "/usr/bin:/bin", TMPDIR: place, NODE_ENV: "production" },
    stdio: ["pipe", "pipe", "ignore"],
    // A group of its own, so that the end of time is the end of all of it.
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  const late = setTimeout(() => endGroup(child.pid), WALL_MS);
  const pieces: Buffer[] = [];
  let written = 0;
  child.stdout.on("data", (piece: Buffer) => {
    written += piece.length;
    if (written > most) endGroup(child.pid);
    else pieces.push(piece);
  });
  try {
    // A child that stops reading has its reason; a source that fails is the caller's.
    let failure: unknown;
    await pipeline(
      noting(source, (error) => (failure = error)),
      child.stdin,
    ).catch(() => undefined);
    const code = await ended;
    if (failure) throw failure;
    return code === 0 && written > 0 ? Buffer.concat(pieces) : null;
  } finally {
    clearTimeout(late);
    endGroup(child.pid);
  }
}

async function* noting(source: AsyncIterable<Uint8Array>, note: (error: unknown) => void) {
  try {
    yield* source;
  } catch (error) {
    note(error);
    throw error;
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
