import { constants, type Stats } from "node:fs";
import { type FileHandle, mkdir, open, opendir, rename, stat, statfs, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type FileStore, MissingObject, type StoredObject, type StoreWriter } from "./store";

const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;
const READ_BYTES = 256 * 1024;
const KEY = /^[0-9a-f]{32}$/;

type Options = { free?: (directory: string) => Promise<number> };

async function freeOn(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/**
 * Files below a directory: `unfinished/<key>` while they are written, `<two symbols>/<key>` once they are whole.
 * Nothing is acknowledged before file and directory are synced.
 */
export function localStore(directory: string, options: Options = {}): FileStore {
  const unfinished = join(directory, "unfinished");
  const staged = (key: string) => join(unfinished, checked(key));
  const kept = (key: string) => join(directory, checked(key).slice(0, 2), key);

  return {
    chunksInPiece: 1,

    async open(key, _state, at): Promise<StoreWriter> {
      await mkdir(unfinished, { recursive: true, mode: DIRECTORY_MODE });
      const mode = constants.O_RDWR | (at === 0 ? constants.O_CREAT : 0);
      const file = await open(staged(key), mode, FILE_MODE).catch((error: unknown) => {
        throw isMissing(error) ? new MissingObject() : error;
      });
      try {
        if ((await file.stat()).size < at) throw new MissingObject();
        await file.truncate(at);
      } catch (error) {
        await file.close();
        throw error;
      }
      let position = at;
      return {
        async write(piece) {
          await writeAll(file, piece, position);
          position += piece.length;
        },
        async close() {
          try {
            await file.datasync();
          } finally {
            await file.close();
          }
          if (at === 0) await syncDirectory(unfinished);
          return null;
        },
      };
    },

    async finish(key) {
      const target = kept(key);
      await mkdir(dirname(target), { recursive: true, mode: DIRECTORY_MODE });
      try {
        await rename(staged(key), target);
      } catch (error) {
        if (isMissing(error) && (await found(target))) return;
        throw isMissing(error) ? new MissingObject() : error;
      }
      for (const place of [dirname(target), directory, unfinished]) await syncDirectory(place);
    },

    async *read(key, range) {
      const file = await open(kept(key), constants.O_RDONLY).catch((error: unknown) => {
        throw isMissing(error) ? new MissingObject() : error;
      });
      try {
        let position = range?.start ?? 0;
        const end = range?.end ?? (await file.stat()).size;
        while (position < end) {
          const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, end - position));
          const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
          if (bytesRead === 0) return;
          yield buffer.subarray(0, bytesRead);
          position += bytesRead;
        }
      } finally {
        await file.close();
      }
    },

    async remove(key) {
      for (const path of [staged(key), kept(key)]) {
        await unlink(path).catch((error: unknown) => {
          if (!isMissing(error)) throw error;
        });
      }
    },

    async *list() {
      yield* listed(unfinished, false);
      for await (const name of names(directory)) {
        if (/^[0-9a-f]{2}$/.test(name)) yield* listed(join(directory, name), true);
      }
    },

    async free() {
      await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE });
      return (options.free ?? freeOn)(directory);
    },
  };
}

/** A key becomes part of a path. */
function checked(key: string): string {
  if (!KEY.test(key)) throw new TypeError("A key of the file store has 32 hexadecimal digits.");
  return key;
}

async function writeAll(file: FileHandle, piece: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < piece.length) {
    const { bytesWritten } = await file.write(piece, written, piece.length - written, position + written);
    written += bytesWritten;
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

async function found(path: string): Promise<Stats | null> {
  return stat(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
}

async function* names(directory: string): AsyncGenerator<string> {
  try {
    for await (const entry of await opendir(directory)) yield entry.name;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function* listed(directory: string, finished: boolean): AsyncGenerator<StoredObject> {
  for await (const key of names(directory)) {
    const facts = KEY.test(key) ? await found(join(directory, key)) : null;
    if (facts) yield { key, changedAt: facts.mtime, finished };
  }
}
