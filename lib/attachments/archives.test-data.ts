import { crc32, deflateRawSync, gzipSync } from "node:zlib";

type Entry = { name: string; packed: Buffer; size: number; crc: number; mode?: number };

const MODE_FILE = 0o100644;
const MODE_LINK = 0o120777;

function entry(name: string, content: Buffer, mode = MODE_FILE): Entry {
  return { name, packed: deflateRawSync(content), size: content.length, crc: crc32(content), mode };
}

/** The 26 bytes that a local header and the central directory have in common (APPNOTE 4.3.7, 4.3.12). */
function common({ name, packed, size, crc }: Entry): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

/** A zip that every unpacker reads; `repeats` lists the first entry that often, over the same bytes. */
function zip(entries: readonly Entry[], repeats = 1): Buffer {
  const locals: Buffer[] = [];
  const listed: Buffer[] = [];
  let offset = 0;
  const list = (one: Entry, name: string, at: number) => {
    // Comment length, disk, inner and outer attributes, and where the local header is.
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((one.mode ?? MODE_FILE) << 16) >>> 0, 6);
    rest.writeUInt32LE(at, 10);
    listed.push(Buffer.from("504b01021403", "hex"), common({ ...one, name }), rest, Buffer.from(name));
  };
  for (const [index, one] of entries.entries()) {
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), common(one), Buffer.from(one.name), one.packed]);
    locals.push(local);
    list(one, one.name, offset);
    for (let again = 1; index === 0 && again < repeats; again++) list(one, one.name, offset);
    offset += local.length;
  }
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  const count = Math.min(0xffff, entries.length + repeats - 1);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** Archives that harm who unpacks them (UP-06): names and bytes, none over 6 MB. */
export function harmfulArchives(): [name: string, bytes: Buffer][] {
  const zeros = Buffer.alloc(16 * 1024 * 1024);
  const bomb = zip([entry("0.bin", zeros)], 4000);
  let nested = bomb;
  for (let level = 0; level < 10; level++) nested = zip([entry(`${level}.zip`, nested)]);
  return [
    ["sixty-gigabytes.zip", bomb],
    ["ten-levels.zip", nested],
    ["many-entries.zip", zip(Array.from({ length: 60_000 }, (_, index) => entry(`${index}`, Buffer.of(index & 255))))],
    ["symbolic-link.zip", zip([entry("link", Buffer.from("/etc/passwd"), MODE_LINK)])],
    ["slip.zip", zip([entry("../../../../etc/cron.d/harbour", Buffer.from("* * * * * root id\n"))])],
    ["zeros.gz", gzipSync(Buffer.alloc(256 * 1024 * 1024))],
  ];
}
