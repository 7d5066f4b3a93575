import { z } from "zod";

/** A place in a keyset-paged list: the sorting instant and the row's key, opaque to the browser. */
export type Cursor = { at: Date; id: string };

const schema = z.tuple([z.int(), z.uuid()]);

export function encodeCursor({ at, id }: Cursor): string {
  return Buffer.from(JSON.stringify([at.getTime(), id])).toString("base64url");
}

/** Null for none, and for one that was made by hand: a broken cursor shows the first page. */
export function decodeCursor(text: string | undefined): Cursor | null {
  if (!text || text.length > 200) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    return parsed.success ? { at: new Date(parsed.data[0]), id: parsed.data[1] } : null;
  } catch {
    return null;
  }
}
