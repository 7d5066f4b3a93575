import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SEALED_CHUNK_BYTES } from "@/lib/vault/stream";
import { localStore } from "./local";
import { s3Store } from "./s3";
import { type FileStore, MissingObject } from "./store";

const directory = mkdtempSync(join(tmpdir(), "portal-store-"));
const buckets = mkdtempSync(join(tmpdir(), "portal-bucket-"));
afterAll(() => {
  for (const path of [directory, buckets]) rmSync(path, { recursive: true, force: true });
});

/** An object store on this machine, speaking the protocol of the real ones. */
async function objectStore(): Promise<{ url: URL; close: () => void }> {
  const { default: S3rver } = await import("s3rver");
  const service = new S3rver({ directory: buckets, silent: true, configureBuckets: [{ name: "files", configs: [] }] });
  await service.configureBuckets();
  const server = createServer(service.callback());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://S3RVER:S3RVER@127.0.0.1:${port}/files`), close: () => server.close() };
}

const newKey = () => randomBytes(16).toString("hex");

async function whole(store: FileStore, key: string, range?: { start: number; end: number }): Promise<Buffer> {
  const found: Uint8Array[] = [];
  for await (const bytes of store.read(key, range)) found.push(bytes);
  return Buffer.concat(found);
}

async function keysOf(store: FileStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list()) keys.push(key);
  return keys;
}

const STORES = ["a local disk", "an object store"] as const;

describe.each(STORES)("the file store on %s", (kind) => {
  let store: FileStore;
  let close = () => {};
  beforeAll(async () => {
    if (kind === "a local disk") store = localStore(directory);
    else {
      const service = await objectStore();
      close = service.close;
      store = s3Store(service.url);
    }
  });
  afterAll(() => close());

  const piece = () => randomBytes(store.chunksInPiece * SEALED_CHUNK_BYTES);

  test("gives back what was written in pieces, whole and in part, once it is finished", async () => {
    const key = newKey();
    const [one, two, rest] = [piece(), piece(), randomBytes(1000)];
    const writer = await store.open(key, null, 0);
    for (const bytes of [one, two, rest]) await writer.write(bytes);
    const state = await writer.close();
    await expect(whole(store, key)).rejects.toBeInstanceOf(MissingObject);
    await store.finish(key, state);
    const all = Buffer.concat([one, two, rest]);
    expect((await whole(store, key)).equals(all)).toBe(true);
    const range = { start: one.length - 3, end: one.length + 5 };
    expect((await whole(store, key, range)).equals(all.subarray(range.start, range.end))).toBe(true);
    expect(await whole(store, key, { start: 7, end: 7 })).toHaveLength(0);
    // A finish whose answer was lost is asked again.
    await store.finish(key, state);
    expect(await keysOf(store)).toContain(key);
  });

  test("goes on at a whole piece, and drops what came after it", async () => {
    const key = newKey();
    const [one, lost, two] = [piece(), piece(), piece()];
    const first = await store.open(key, null, 0);
    await first.write(one);
    await first.write(lost);
    const state = await first.close();
    const second = await store.open(key, state, one.length);
    await second.write(two);
    await store.finish(key, await second.close());
    expect((await whole(store, key)).equals(Buffer.concat([one, two]))).toBe(true);
  });

  test("begins anew over what an earlier try left", async () => {
    const key = newKey();
    const first = await store.open(key, null, 0);
    await first.write(piece());
    const state = await first.close();
    const second = await store.open(key, state, 0);
    await second.write(Buffer.from("short"));
    await store.finish(key, await second.close());
    expect((await whole(store, key)).toString()).toBe("short");
  });

  test("does not go on where it holds less than the caller believes", async () => {
    await expect(store.open(newKey(), null, piece().length)).rejects.toBeInstanceOf(MissingObject);
  });

  test("removes what is finished and what is not, and nothing twice", async () => {
    const [kept, begun] = [newKey(), newKey()];
    const first = await store.open(kept, null, 0);
    await first.write(Buffer.from("kept"));
    const keptState = await first.close();
    await store.finish(kept, keptState);
    const second = await store.open(begun, null, 0);
    await second.write(piece());
    const begunState = await second.close();
    await store.remove(begun, begunState);
    await store.remove(kept, keptState);
    await store.remove(kept, keptState);
    await expect(whole(store, kept)).rejects.toBeInstanceOf(MissingObject);
    const left = await keysOf(store);
    expect(left).not.toContain(kept);
    expect(left).not.toContain(begun);
  });

  test("has nothing under a key that was never used", async () => {
    await expect(whole(store, newKey())).rejects.toBeInstanceOf(MissingObject);
    await expect(store.finish(newKey(), null)).rejects.toBeInstanceOf(MissingObject);
  });
});

describe("the local disk", () => {
  test("keeps files to their owner, and tells unfinished from finished ones", async () => {
    const place = mkdtempSync(join(directory, "modes-"));
    const store = localStore(place);
    const key = newKey();
    const writer = await store.open(key, null, 0);
    await writer.write(Buffer.from("sealed"));
    await writer.close();
    const facts = statSync(join(place, "unfinished", key));
    expect([facts.mode & 0o777, statSync(join(place, "unfinished")).mode & 0o777]).toEqual([0o600, 0o700]);
    const finished = async () => {
      for await (const object of store.list()) return object.finished;
    };
    expect(await finished()).toBe(false);
    await store.finish(key, null);
    expect(await finished()).toBe(true);
    expect(readdirSync(join(place, "unfinished"))).toEqual([]);
  });

  test("takes no key that would lead elsewhere", async () => {
    const store = localStore(directory);
    for (const key of ["../../etc/passwd", "", "A".repeat(32), `${newKey()}/x`]) {
      await expect(store.open(key, null, 0)).rejects.toThrow(TypeError);
    }
  });

  test("says how much room there is", async () => {
    expect(await localStore(directory).free()).toBeGreaterThan(0);
    expect(await localStore(directory, { free: async () => 7 }).free()).toBe(7);
  });
});
