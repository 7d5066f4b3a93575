import { readdirSync, readFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterEach, describe, expect, test, vi } from "vitest";
import { renderPreview } from "./preview";

afterEach(() => vi.unstubAllEnvs());

async function* only(bytes: Uint8Array) {
  yield bytes;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** A PNG of this size by its header, whatever its pixels are. */
function png(edge: number, ...between: Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(edge, 0);
  header.writeUInt32BE(edge, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc(Math.min(edge, 64) * (edge + 1)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    ...between,
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A GIF with this many frames of one point. */
function gif(frames: number): Buffer {
  const head = Buffer.from("47494638396101000100800000000000ffffff", "hex");
  const frame = Buffer.from("21f904000a0000002c000000000100010000020244010 0".replace(" ", ""), "hex");
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])]);
}

function photograph(): Promise<Buffer> {
  const picture = sharp({ create: { width: 1600, height: 800, channels: 3, background: "#47708a" } });
  const place = { GPSLatitudeRef: "N", GPSLatitude: "43/1 38/1 30/1", GPSLongitudeRef: "W" };
  return picture
    .withExif({ IFD0: { Artist: "CANARY-author" }, IFD3: place })
    .jpeg()
    .toBuffer();
}

describe("the preview of a picture", () => {
  test("is smaller, and says neither where nor by whom it was taken (UP-09)", async () => {
    const taken = await photograph();
    expect((await sharp(taken).metadata()).exif?.includes("CANARY-author")).toBe(true);
    const preview = await renderPreview(only(taken));
    const seen = await sharp(preview ?? Buffer.alloc(0)).metadata();
    expect(seen).toMatchObject({ format: "webp", width: 1280, height: 640 });
    expect([seen.exif, seen.xmp, seen.iptc, seen.icc]).toEqual([undefined, undefined, undefined, undefined]);
    expect(preview?.includes("CANARY-author")).toBe(false);
  });

  test("is refused at once for what would cost the decoder too much, and for what is broken (UP-07)", async () => {
    const truncated = (await photograph()).subarray(0, 4000);
    for (const picture of [png(65_000), truncated, Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>")]) {
      expect(await renderPreview(only(picture))).toBeNull();
    }
    // The next one is fine.
    expect(await renderPreview(only(png(1)))).not.toBeNull();
  });

  test("of one point with 20 MB of metadata, and of 50,000 frames, costs no more than one picture (UP-07)", async () => {
    const told = Buffer.concat([Buffer.from("Comment\0"), Buffer.alloc(20 * 1024 * 1024, "CANARY")]);
    for (const picture of [png(1, chunk("tEXt", told)), gif(50_000)]) {
      const preview = await renderPreview(only(picture));
      expect(preview?.length ?? 0).toBeLessThan(1000);
    }
  });

  test.skipIf(process.platform !== "linux")(
    "is made by a process that knows nothing of the portal (UP-14)",
    async () => {
      vi.stubEnv("DATABASE_URL", "postgres://portal:CANARY-secret@127.0.0.1/portal");
      const picture = png(1);
      let seen: string | undefined;
      async function* slowly() {
        yield picture.subarray(0, 10);
        while (seen === undefined) {
          seen = environmentOfChild();
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        yield picture.subarray(10);
      }
      expect(await renderPreview(slowly())).not.toBeNull();
      const names = seen?.split("\0").flatMap((pair) => (pair ? [pair.split("=", 1)[0]] : []));
      expect(names).toEqual(expect.arrayContaining(["NODE_ENV", "PATH", "TMPDIR"]));
      // A shell may add its own three.
      const own = new Set(["NODE_ENV", "PATH", "TMPDIR", "PWD", "SHLVL", "_", "OLDPWD"]);
      expect(names?.filter((name) => !own.has(name ?? ""))).toEqual([]);
      expect(seen).not.toContain("CANARY");
    },
  );
});

/** What the system says of the environment of the child that decodes; undefined until there is one. */
function environmentOfChild(): string | undefined {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      const [program = "", ...words] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      if (Number(parent) !== process.pid || program !== process.execPath) continue;
      if (words.some((word) => word.endsWith("preview-child.mjs"))) return readFileSync(`/proc/${pid}/environ`, "utf8");
    } catch {
      // It ended meanwhile.
    }
  }
  return undefined;
}
