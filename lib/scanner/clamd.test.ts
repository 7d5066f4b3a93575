import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ScannerAway, scanContent } from "./clamd";
import { freePort, MARKER, startClamd } from "./clamd.test-data";

async function* of(...pieces: (string | Uint8Array)[]) {
  for (const piece of pieces) yield Buffer.from(piece);
}

describe("Debian's clamd, with a signature of our own", () => {
  let clamd: Awaited<ReturnType<typeof startClamd>>;
  beforeAll(async () => {
    clamd = await startClamd();
  }, 60_000);
  afterAll(() => clamd.stop());

  test("knows the marker, and nothing in anything else", async () => {
    expect(await scanContent(clamd.url, of(MARKER))).toEqual({
      scan: "infected",
      finding: "Harbour.Test.Marker.UNOFFICIAL",
    });
    expect(await scanContent(clamd.url, of(MARKER.slice(0, 20), MARKER.slice(20)))).toMatchObject({ scan: "infected" });
    expect(await scanContent(clamd.url, of("a quiet text"))).toEqual({ scan: "clean" });
    expect(await scanContent(clamd.url, of(Buffer.alloc(900_000)))).toEqual({ scan: "clean" });
  });

  test("cannot judge what is larger than it takes", async () => {
    const much = Array.from({ length: 40 }, () => Buffer.alloc(100_000));
    expect(await scanContent(clamd.url, of(...much))).toEqual({ scan: "error" });
  });

  test("is not blamed for a content that cannot be read", async () => {
    const failing = (async function* () {
      yield Buffer.from("a");
      throw new RangeError("gone");
    })();
    await expect(scanContent(clamd.url, failing)).rejects.toBeInstanceOf(RangeError);
  });
});

describe("a scanner that is away", () => {
  test("nobody listens", async () => {
    const url = new URL(`tcp://127.0.0.1:${await freePort()}`);
    await expect(scanContent(url, of("a"))).rejects.toBeInstanceOf(ScannerAway);
  });

  test.each([
    ["hangs up at once", ""],
    ["says something else", "HTTP/1.1 400 Bad Request\r\n\r\n\0"],
  ])("somebody %s", async (_what, says) => {
    const server: Server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.end(says);
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    try {
      await expect(scanContent(new URL(`tcp://127.0.0.1:${port}`), of("a"))).rejects.toBeInstanceOf(ScannerAway);
    } finally {
      server.close();
    }
  });
});
