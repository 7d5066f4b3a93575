import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { accepts, holdText } from "./answers";
import type { Handler } from "./server";

let server: Server | undefined;
afterEach(() => server?.close());

const TEXT = "A line that comes again. ".repeat(200);

async function answered(handler: Handler, headers: Record<string, string> = {}, method = "GET") {
  const { get } = await import("node:http");
  server = createServer((request, response) => {
    holdText(request, response, "own()");
    void handler(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const asked = get({ port, host: "127.0.0.1", headers, method }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    asked.on("error", reject).end();
  });
}

const text =
  (type: string, body = TEXT): Handler =>
  async (_request, response) => {
    response.writeHead(201, { "content-type": type, vary: "rsc" });
    response.flushHeaders();
    response.write(body.slice(0, 7));
    response.end(body.slice(7));
  };

test.each([
  ["br, gzip", "br", brotliDecompressSync],
  ["gzip, br;q=0", "gzip", gunzipSync],
])("text asked for as %s leaves as %s, whole", async (asked, coding, unpack) => {
  const { status, headers, body } = await answered(text("text/html; charset=utf-8"), { "accept-encoding": asked });
  expect([status, headers["content-encoding"], headers["content-length"]]).toEqual([201, coding, String(body.length)]);
  expect(headers.vary).toBe("rsc, Accept-Encoding");
  expect(unpack(body).toString()).toBe(TEXT);
});

test.each([
  ["a reader that takes no compression", text("text/plain"), { "accept-encoding": "identity" }, TEXT],
  ["a short text", text("text/plain", "Not found"), { "accept-encoding": "br" }, "Not found"],
  ["a file", text("application/octet-stream"), { "accept-encoding": "br" }, TEXT],
  ["a stream of events", text("text/event-stream"), { "accept-encoding": "br" }, TEXT],
])("%s gets it as it is", async (_name, handler, headers, expected) => {
  const found = await answered(handler, headers);
  expect([found.status, found.headers["content-encoding"], found.body.toString()]).toEqual([201, undefined, expected]);
});

test("an answer without a body keeps its head", async () => {
  const unchanged = await answered(async (_request, response) => {
    response.writeHead(304, { etag: '"a"', "content-type": "application/json" }).end();
  });
  expect([unchanged.status, unchanged.headers.etag, unchanged.body.length]).toEqual([304, '"a"', 0]);
  server?.close();
  const head = await answered(text("text/html"), { "accept-encoding": "br" }, "HEAD");
  expect([head.status, head.body.length]).toEqual([201, 0]);
});

test("a still page leaves with the portal's own script alone", async () => {
  const { body } = await answered(async (_request, response) => {
    response.setHeader("content-type", "text/html");
    response.setHeader("content-security-policy", "script-src 'nonce-0a1b'");
    response.end('<head><meta name="scripts" content="own"/></head><body>Text<script nonce="0a1b">f()</script></body>');
  });
  expect(body.toString()).toContain('<body>Text<script nonce="0a1b">own()</script></body>');
  expect(body.toString()).not.toContain("f()");
});

describe("accepts", () => {
  test.each([
    ["gzip, deflate, br, zstd", "br", true],
    ["br;q=0.5", "br", true],
    ["br; q=0", "br", false],
    ["br;q=0.000", "br", false],
    ["brotli", "br", false],
    [undefined, "gzip", false],
  ])("%s: %s is %s", (header, coding, expected) => {
    expect(accepts(header, coding)).toBe(expected);
  });
});
