import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { holdText } from "./answers";
import { dressBareFailure, dressEmptyShell, FAILED } from "./failures";
import {
  BARE_HEADERS,
  bodyLimit,
  clientAddress,
  dropInternalHeaders,
  HEADER_LIMIT,
  isUpload,
  judge,
  PLAIN_HEADERS,
  plainPage,
  tooLong,
} from "./gate";
import type { StaticFiles } from "./static-files";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
export type Readiness = () => Promise<{ ready: boolean; checks: Record<string, { ok: boolean; detail?: string }> }>;

type Options = {
  host: string;
  port: number;
  appUrl: string;
  /** Next's handler, as soon as everything it needs is up. */
  handler: Promise<Handler>;
  readiness: Readiness;
  onError: (message: string) => void;
  /** What the build made for the server: absent in development. */
  built?: { files: StaticFiles; stillScript: string } | undefined;
};

function answerPlainly(response: ServerResponse, status: number, title: string, text: string): void {
  const body = plainPage(title, text);
  response.writeHead(status, { ...PLAIN_HEADERS, "content-length": Buffer.byteLength(body), connection: "close" });
  response.end(body);
}

/** Bytes and milliseconds of a body that is too long, let in so that whoever sends it reads why. */
const LET_IN_BYTES = 256 * 1024 * 1024;
const LET_IN_MS = 20_000;

/** A browser sends all of a form before it reads: answered earlier, it would show a connection that was reset. */
function letItCome(request: IncomingMessage): Promise<void> {
  if (Number(request.headers["content-length"]) > LET_IN_BYTES) return Promise.resolve();
  return new Promise((resolve) => {
    const enough = setTimeout(resolve, LET_IN_MS);
    request.once("close", () => clearTimeout(enough));
    for (const event of ["end", "close", "error"]) request.once(event, () => resolve());
    request.resume();
  });
}

/** A body without a length is counted as it comes; Next reads it undisturbed until it is too much. */
function limitStream(request: IncomingMessage): void {
  const url = request.url ?? "/";
  const limit = bodyLimit(url);
  const refusal = tooLong(url);
  const push = request.push.bind(request);
  let received = 0;
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (Buffer.isBuffer(chunk)) received += chunk.length;
    if (received <= limit) return push(chunk, encoding);
    const body = plainPage(refusal.title, refusal.text);
    const head = Object.entries({ ...PLAIN_HEADERS, "content-length": Buffer.byteLength(body), connection: "close" });
    const lines = head.map(([name, value]) => `${name}: ${value}`).join("\r\n");
    request.push = () => false;
    // Next holds the response by now; the answer goes past it, and what it writes later finds the socket closed.
    request.socket.end(`HTTP/1.1 413 Content Too Large\r\n${lines}\r\n\r\n${body}`, () => request.destroy());
    return false;
  };
}

/** A file may come slowly: 25 MB in this time are 350 kbit/s. Everything else has to be there sooner. */
const UPLOAD_TIME_MS = 600_000;
const TIME_MS = 120_000;

function limitTime(request: IncomingMessage): void {
  const late = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, TIME_MS);
  late.unref();
  request.once("close", () => clearTimeout(late));
}

async function operations(path: string, response: ServerResponse, readiness: Readiness): Promise<boolean> {
  if (path !== "/healthz" && path !== "/readyz") return false;
  const state = path === "/healthz" ? { ready: true } : await readiness();
  const body = `${JSON.stringify(path === "/healthz" ? { status: "up" } : state)}\n`;
  response.writeHead(state.ready ? 200 : 503, { ...BARE_HEADERS, "content-type": "application/json" });
  response.end(body);
  return true;
}

/** Listens at once, so that a taken port is known before anything else happens; requests wait until Next is ready. */
export function listen(options: Options): Promise<Server> {
  const appUrl = new URL(options.appUrl);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? "";
    if (await operations(url.split("?", 1)[0] ?? "", response, options.readiness)) return;
    const verdict = judge({ method: request.method ?? "", url, headers: request.headers }, appUrl);
    if (verdict.kind === "redirect") {
      response.writeHead(307, { ...BARE_HEADERS, location: verdict.location }).end();
      return;
    }
    if (verdict.kind === "refuse") {
      if (verdict.status === 413 && request.headers.expect === undefined) await letItCome(request);
      answerPlainly(response, verdict.status, verdict.title, verdict.text);
      return;
    }
    if (options.built?.files(request, response)) return;
    const address = clientAddress(request.headers, request.socket.remoteAddress ?? "", appUrl);
    dropInternalHeaders(request.headers);
    request.headers["x-forwarded-for"] = address;
    request.headers["x-forwarded-host"] = appUrl.host;
    request.headers["x-forwarded-proto"] = appUrl.protocol.slice(0, -1);
    if (request.headers["content-length"] === undefined) limitStream(request);
    if (!isUpload(request.url ?? "/")) limitTime(request);
    if (options.built) holdText(request, response, options.built.stillScript);
    dressBareFailure(request, response);
    dressEmptyShell(request, response);
    await (await options.handler)(request, response);
  }

  const server = createServer(
    {
      maxHeaderSize: HEADER_LIMIT,
      requestTimeout: UPLOAD_TIME_MS,
      headersTimeout: 20_000,
      keepAliveTimeout: 10_000,
    },
    (request, response) => {
      answer(request, response).catch((error: unknown) => {
        options.onError(error instanceof Error ? (error.stack ?? error.message) : String(error));
        if (response.headersSent) response.destroy();
        else answerPlainly(response, 500, FAILED.title, FAILED.text);
      });
    },
  );
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => {
      server.removeListener("error", reject);
      resolve(server);
    });
  });
}
