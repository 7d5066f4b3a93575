import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { type Handler, listen } from "./server";

let server: Server | undefined;
afterEach(() => server?.close());

async function answered(handler: Handler, init: RequestInit = {}): Promise<Response> {
  const found = await listen({
    host: "127.0.0.1",
    port: 0,
    appUrl: "http://127.0.0.1:1",
    handler: Promise.resolve(handler),
    readiness: async () => ({ ready: true, checks: {} }),
    onError: () => undefined,
  });
  server = found;
  const { port } = found.address() as AddressInfo;
  found.close();
  found.closeAllConnections();
  server = await listen({
    host: "127.0.0.1",
    port,
    appUrl: `http://127.0.0.1:${port}`,
    handler: Promise.resolve(handler),
    readiness: async () => ({ ready: true, checks: {} }),
    onError: () => undefined,
  });
  return fetch(`http://127.0.0.1:${port}/anything`, init);
}

test.each([false, true])("the framework's bare failure becomes a page of ours (head sent first: %s)", async (first) => {
  const response = await answered(async (_request, response) => {
    response.statusCode = 500;
    response.setHeader("content-type", "text/plain");
    if (first) response.writeHead(500);
    response.end("Internal Server Error");
  });
  expect(response.status).toBe(500);
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(response.headers.get("x-frame-options")).toBe("DENY");
  const text = await response.text();
  expect(text).toContain("What you sent was not received, and nothing was saved.");
  expect(text).not.toContain("Internal Server Error");
});

test("a page that only scripts fill answers a form sent without them in words, and everybody else as it is", async () => {
  const shell: Handler = async (_request, response) => {
    response.statusCode = 500;
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.write("<html id='shell'>");
    response.end("</html>");
  };
  const form = await answered(shell, { method: "POST", body: "a=b" });
  expect([form.status, await form.text()]).toEqual([500, expect.stringContaining("nothing was saved")]);
  server?.close();
  expect(await (await answered(shell)).text()).toBe("<html id='shell'></html>");
});

test.each(["identity", "gzip"])("an empty shell has words for readers without scripts (%s)", async (encoding) => {
  const shell =
    '<!DOCTYPE html><html lang="en" id="__next_error__"><head></head><body class="x"><script></script></body></html>';
  const response = await answered(async (_request, response) => {
    response.statusCode = 500;
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("x-own", "kept");
    if (encoding === "gzip") {
      response.setHeader("content-encoding", "gzip");
      const packed = gzipSync(shell);
      response.write(packed.subarray(0, 20));
      response.end(packed.subarray(20));
    } else {
      response.write(shell.slice(0, 70));
      response.end(shell.slice(70));
    }
  });
  const text = await response.text();
  expect([response.status, response.headers.get("x-own")]).toEqual([500, "kept"]);
  expect(text).toMatch(/<body class="x"><noscript>.*This page could not be shown\..*<\/noscript><script>/s);
});

test("every other answer passes as it is", async () => {
  const response = await answered(async (_request, response) => {
    response.setHeader("content-type", "text/plain");
    response.setHeader("x-own", "kept");
    response.write("a");
    response.end("b");
  });
  expect([response.status, response.headers.get("x-own"), await response.text()]).toEqual([200, "kept", "ab"]);
});
