import { createHash, type Hash } from "node:crypto";
import type { FileStore, StoreState } from "../storage/store";
import type { DataKey } from "../vault/seal";
import {
  CHUNK_BYTES,
  cut,
  openSpan,
  SEALED_CHUNK_BYTES,
  type StreamPlace,
  sealChunk,
  sealedSpan,
} from "../vault/stream";

export type SealedFile = { storageKey: string; key: DataKey; place: StreamPlace };

/** How far a file has come: all of it sealed and durable, and the hash of exactly that. */
export type Progress = { offset: number; state: StoreState | null; hash: Hash | null; first: Buffer | null };

/**
 * Seals what arrives behind `from` into the store, as far as whole pieces go; what is left of a cut is dropped.
 * Nothing is kept in memory but one piece. `size` is what the whole file will have, null where only its end tells.
 * @throws TooMuch when more arrives than `most`.
 */
export async function writeSealed(
  store: FileStore,
  file: SealedFile,
  source: AsyncIterable<Uint8Array>,
  from: { offset: number; state: StoreState | null; hash: Hash | null },
  { size, most }: { size: number | null; most: number },
): Promise<Progress & { complete: boolean }> {
  let { offset, hash } = from;
  let index = offset / CHUNK_BYTES;
  let sealedTo = offset;
  let complete = false;
  let first: Buffer | null = null;
  let piece: Buffer[] = [];
  const running = hash?.copy() ?? null;
  const writer = await store.open(file.storageKey, from.state, index * SEALED_CHUNK_BYTES);
  let state: StoreState | null;
  try {
    for await (const { chunk, end } of withEnd(cut(source, CHUNK_BYTES))) {
      sealedTo += chunk.length;
      if (sealedTo > most || (size !== null && sealedTo > size)) throw new TooMuch();
      const last = size === null ? end : sealedTo === size;
      if (chunk.length === 0 || (!last && chunk.length < CHUNK_BYTES)) break;
      first ??= index === 0 ? chunk : null;
      running?.update(chunk);
      piece.push(sealChunk(file.key, file.place, { index, last }, chunk));
      index += 1;
      if (piece.length < store.chunksInPiece && !last) continue;
      await writer.write(piece.length === 1 ? (piece[0] as Buffer) : Buffer.concat(piece));
      piece = [];
      offset = sealedTo;
      hash = running?.copy() ?? null;
      complete = last;
    }
  } finally {
    state = await writer.close();
  }
  return { offset, state, hash, first: offset > 0 ? first : null, complete };
}

/** More arrived than was announced or may come. */
export class TooMuch extends Error {
  override readonly name = "TooMuch";
}

/** Each piece with whether it is the last: one is held back until the next is there. */
async function* withEnd(pieces: AsyncIterable<Buffer>): AsyncGenerator<{ chunk: Buffer; end: boolean }> {
  let held: Buffer | undefined;
  for await (const chunk of pieces) {
    if (held) yield { chunk: held, end: false };
    held = chunk;
  }
  if (held) yield { chunk: held, end: true };
}

/** The bytes of a finished file, or of a part of it. @throws IntegrityError, MissingObject */
export function readSealed(
  store: FileStore,
  file: SealedFile,
  size: number,
  span: { start: number; end: number } = { start: 0, end: size },
): AsyncGenerator<Buffer> {
  return openSpan(file.key, file.place, store.read(file.storageKey, sealedSpan(span, size)), size, span);
}

/** Any span of a finished file, one chunk held: whoever walks through it opens each chunk once. */
export function spanReader(store: FileStore, file: SealedFile, size: number) {
  let held = { start: 0, bytes: Buffer.alloc(0) };
  return async (from: number, to: number): Promise<Buffer> => {
    const [start, end] = [Math.min(from, size), Math.min(to, size)];
    if (start < held.start || end > held.start + held.bytes.length) {
      const first = start - (start % CHUNK_BYTES);
      const span = { start: first, end: Math.min(size, Math.max(end, first + CHUNK_BYTES)) };
      const pieces: Buffer[] = [];
      for await (const piece of readSealed(store, file, size, span)) pieces.push(piece);
      held = { start: first, bytes: Buffer.concat(pieces) };
    }
    return held.bytes.subarray(start - held.start, end - held.start);
  };
}

/** SHA-256, hex, of a finished file as it is stored: what opens again. @throws IntegrityError, MissingObject */
export async function hashStored(store: FileStore, file: SealedFile, size: number): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of readSealed(store, file, size)) hash.update(bytes);
  return hash.digest("hex");
}
