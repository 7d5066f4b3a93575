import { z } from "zod";

/** A place in a keyset-paged list: the sorting instant and the row's key, opaque to the browser. */
export type Cursor = { at: Date; id: string };

const schema = z.tuple([z.int(), z.uuid()]);

export function encodeCursor({ at, id }: Cursor): string {
  return encode([at.getTime(), id]);
}

/** Null for none, and for one that was made by hand: a broken cursor shows the first page. */
export function decodeCursor(text: string | undefined): Cursor | null {
  const parsed = schema.safeParse(decode(text));
  return parsed.success ? { at: new Date(parsed.data[0]), id: parsed.data[1] } : null;
}

/** A place in a list that can be sorted in several ways: by which one, the values sorted by, and the row's key. */
export type Place = { sort: string; values: number[]; id: string };

/** The years that an instant of the database can stand in. */
const VALUE = z.int().min(-62_135_596_800_000).max(253_402_300_799_999);
const placeSchema = z.tuple([z.string(), z.array(VALUE).max(3), z.uuid()]);

export function encodePlace({ sort, values, id }: Place): string {
  return encode([sort, values, id]);
}

/** Null for none, for one made by hand, and for a place in a list that was sorted otherwise or by other things. */
export function decodePlace(text: string | undefined, sort: string, values: number): Place | null {
  const parsed = placeSchema.safeParse(decode(text));
  if (!parsed.success) return null;
  const [by, given, id] = parsed.data;
  return by === sort && given.length === values ? { sort, values: given, id } : null;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(text: string | undefined): unknown {
  if (!text || text.length > 200) return null;
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
