import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type DataKey, IntegrityError } from "./seal";

/**
 * Long content is sealed in chunks as in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015):
 * AES-256-GCM whose nonce is prefix 7 | chunk number u32 | last? u8. A reader computes number and mark by itself, so a
 * chunk that was changed, moved, repeated, left out or cut off does not open. The prefix is random for every sealing:
 * a chunk that is sent again after a cut never meets the nonce of its first try.
 *
 * sealed chunk   prefix 7 | ciphertext | tag 16
 */
export const CHUNK_BYTES = 256 * 1024;
const PREFIX_BYTES = 7;
const TAG_BYTES = 16;
const OVERHEAD = PREFIX_BYTES + TAG_BYTES;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + OVERHEAD;
const FORMAT = 0x02;

/** What a stream is: it opens as nothing else. */
export type StreamPlace = { fileId: string; purpose: "file" | "preview" };

/** How many chunks content of this many bytes has; empty content has none. */
export function chunksOf(size: number): number {
  return Math.ceil(size / CHUNK_BYTES);
}

/** Bytes of the sealed form of this many bytes. */
export function sealedSize(size: number): number {
  return size + chunksOf(size) * OVERHEAD;
}

function nonceOf(prefix: Uint8Array, index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.set(prefix, 0);
  nonce.writeUInt32BE(index, PREFIX_BYTES);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

function boundTo({ fileId, purpose }: StreamPlace): Buffer {
  return Buffer.from(JSON.stringify([FORMAT, purpose, fileId]), "utf8");
}

export function sealChunk(
  key: DataKey,
  place: StreamPlace,
  chunk: { index: number; last: boolean },
  plain: Uint8Array,
): Buffer {
  if (plain.length > CHUNK_BYTES || (!chunk.last && plain.length !== CHUNK_BYTES)) {
    throw new RangeError("Only the last chunk may be shorter than the others, and none longer.");
  }
  const prefix = randomBytes(PREFIX_BYTES);
  const nonce = nonceOf(prefix, chunk.index, chunk.last);
  const cipher = createCipheriv("aes-256-gcm", key.secret, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(place));
  return Buffer.concat([prefix, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws IntegrityError when anything differs from what was sealed as this chunk. */
export function openChunk(
  key: DataKey,
  place: StreamPlace,
  chunk: { index: number; last: boolean },
  sealed: Uint8Array,
): Buffer {
  if (sealed.length < OVERHEAD) throw new IntegrityError("changed");
  const nonce = nonceOf(sealed.subarray(0, PREFIX_BYTES), chunk.index, chunk.last);
  const decipher = createDecipheriv("aes-256-gcm", key.secret, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(place));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(PREFIX_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new IntegrityError("changed");
  }
}

/** Cuts bytes as they come into pieces of one length; the last is what is left, and may be empty. */
export async function* cut(source: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let held = 0;
  for await (const bytes of source) {
    let rest = bytes;
    // A full piece waits for one byte more: only then is it known not to be the last.
    while (held + rest.length > length) {
      const taken = rest.subarray(0, length - held);
      yield Buffer.concat([...waiting, taken], length);
      rest = rest.subarray(taken.length);
      waiting = [];
      held = 0;
    }
    if (rest.length > 0) waiting.push(rest);
    held += rest.length;
  }
  yield Buffer.concat(waiting, held);
}

/** Which part of the content is wanted: from `start` (inclusive) to `end` (exclusive). */
export type Span = { start: number; end: number };

/** The bytes of the sealed form that a span of the content needs. */
export function sealedSpan({ start, end }: Span, size: number): Span {
  const first = Math.floor(start / CHUNK_BYTES);
  const after = chunksOf(end);
  return { start: first * SEALED_CHUNK_BYTES, end: Math.min(after * SEALED_CHUNK_BYTES, sealedSize(size)) };
}

/**
 * Opens a span of content of `size` bytes from the sealed bytes that `sealedSpan` names.
 * @throws IntegrityError at the first chunk that is not what was sealed there, and when bytes are missing or too many.
 */
export async function* openSpan(
  key: DataKey,
  place: StreamPlace,
  source: AsyncIterable<Uint8Array>,
  size: number,
  span: Span = { start: 0, end: size },
): AsyncGenerator<Buffer> {
  const last = chunksOf(size) - 1;
  const until = chunksOf(span.end);
  let index = Math.floor(span.start / CHUNK_BYTES);
  for await (const sealed of cut(source, SEALED_CHUNK_BYTES)) {
    if (sealed.length === 0) break;
    if (index >= until) throw new IntegrityError("changed");
    const plain = openChunk(key, place, { index, last: index === last }, sealed);
    const offset = index * CHUNK_BYTES;
    yield plain.subarray(Math.max(0, span.start - offset), Math.min(plain.length, span.end - offset));
    index += 1;
  }
  if (index !== until) throw new IntegrityError("changed");
}
