import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { stillPage } from "@/lib/request/still-page";

const COMPRESSIBLE = /^(?:text\/(?!event-stream)|application\/(?:json|xml|[\w.]+\+(?:json|xml)|pgp-keys)|image\/svg)/;
/** Shorter than this, an answer fits one packet anyway. */
const SHORT = 1024;
/** A page of 150 kB takes about 2 ms, off the main thread; the next levels cost double and save a hundredth. */
const QUALITY = 5;

const encoders = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  gzip: (body: Buffer) => promisify(gzip)(body),
};

/** Whether an Accept-Encoding header takes this coding (RFC 9110 §12.5.3). */
export function accepts(header: string | string[] | undefined, coding: string): boolean {
  return String(header ?? "")
    .split(",")
    .map((part) =>
      part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/),
    )
    .some(([name, weight]) => name === coding && !/^q=0(?:\.0*)?$/.test(weight ?? ""));
}

/**
 * Holds back an answer of text until it is whole: a page arrives from the framework in some hundred pieces, and asking
 * the socket for each is a good part of its cost. It leaves in one piece, compressed, a still page as `script` alone
 * wants it. Files and streams pass as they come.
 */
export function holdText(request: IncomingMessage, response: ServerResponse, script: string): void {
  const { writeHead, write, end, flushHeaders } = response;
  const held: Buffer[] = [];
  let state: "undecided" | "held" | "passing" = "undecided";

  const keep = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === "string") {
      const known = typeof encoding === "string" && Buffer.isEncoding(encoding) ? encoding : "utf8";
      held.push(Buffer.from(chunk, known));
    } else if (chunk instanceof Uint8Array) held.push(Buffer.from(chunk));
  };
  const header = (name: string) => String(response.getHeader(name) ?? "");
  const isText = () =>
    request.method !== "HEAD" &&
    ![204, 304].includes(response.statusCode) &&
    COMPRESSIBLE.test(header("content-type")) &&
    header("content-encoding") === "";

  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    const given = args.slice(1).find((arg) => typeof arg === "object");
    response.statusCode = args[0];
    if (given && !Array.isArray(given)) {
      for (const [name, value] of Object.entries(given)) if (value !== undefined) response.setHeader(name, value);
    }
    state = isText() ? "held" : "passing";
    return state === "held" ? response : writeHead.apply(response, args);
  }) as typeof writeHead;
  response.flushHeaders = () => {
    if (state === "undecided") response.writeHead(response.statusCode);
    if (state === "passing") flushHeaders.call(response);
  };
  response.write = ((...args: Parameters<typeof write>) => {
    if (state === "undecided") response.writeHead(response.statusCode);
    if (state === "passing") return write.apply(response, args);
    keep(args[0], args[1]);
    return true;
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    if (state === "undecided") response.writeHead(response.statusCode);
    if (state === "passing") return end.apply(response, args);
    keep(args[0], args[1]);
    const done = args.find((arg) => typeof arg === "function");
    void send(Buffer.concat(held), done);
    return response;
  }) as typeof end;

  async function send(whole: Buffer, done: (() => void) | undefined): Promise<void> {
    const nonce = /'nonce-([0-9a-f]+)'/.exec(header("content-security-policy"))?.[1];
    const isPage = nonce !== undefined && header("content-type").startsWith("text/html");
    const body = isPage ? Buffer.from(stillPage(whole.toString("utf8"), script, nonce)) : whole;
    const coding = (["br", "gzip"] as const).find((name) => accepts(request.headers["accept-encoding"], name));
    const packed = coding && body.length >= SHORT && !header("cache-control").includes("no-transform");
    const sent = packed ? await encoders[coding](body) : body;
    if (packed) response.setHeader("content-encoding", coding);
    if (body.length >= SHORT) response.appendHeader("vary", "Accept-Encoding");
    response.removeHeader("transfer-encoding");
    response.setHeader("content-length", sent.length);
    writeHead.call(response, response.statusCode);
    end.call(response, sent, "utf8", done);
  }
}
