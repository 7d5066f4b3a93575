import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packedFiles } from "./static-files";

let server: Server;
let origin = "";

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), "portal-static-"));
  mkdirSync(join(directory, "chunks"));
  writeFileSync(join(directory, "chunks", "a.js"), "let a");
  writeFileSync(join(directory, "chunks", "a.js.br"), brotliCompressSync("let a"));
  writeFileSync(join(directory, "chunks", "b.html.br"), brotliCompressSync("<b>"));
  const files = packedFiles(directory);
  server = createServer((request, response) => {
    if (!files(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test("a script of the build is sent as it was packed, for ever, with the headers of every answer", async () => {
  const answer = await fetch(`${origin}/_next/static/chunks/a.js?dpl=1`, { headers: { "accept-encoding": "br" } });
  expect(await answer.text()).toBe("let a");
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-encoding": "br",
    "content-type": "application/javascript; charset=UTF-8",
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
  });
});

test.each([
  ["a reader that cannot unpack it", "/_next/static/chunks/a.js", { "accept-encoding": "gzip" }],
  ["a name that is no script or style", "/_next/static/chunks/b.html", {}],
  ["a packed file by its own name", "/_next/static/chunks/a.js.br", {}],
  ["a path around", "/_next/static/chunks/../chunks/a.js%00", {}],
])("everything else is left to the framework: %s", async (_name, path, headers) => {
  const answer = await fetch(origin + path, { headers: { "accept-encoding": "br", ...headers } });
  expect(answer.status).toBe(404);
});
