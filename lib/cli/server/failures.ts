import type { IncomingMessage, ServerResponse } from "node:http";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { PLAIN_HEADERS, plainPage } from "./gate";

export const FAILED = {
  title: "Something went wrong on our side",
  text: "What you sent was not received, and nothing was saved. Go back and try again.",
};

/**
 * Next's bare last word (a form that cannot be read), and its page that only scripts fill (a form sent without them),
 * as a page of ours.
 */
export function dressBareFailure(request: IncomingMessage, response: ServerResponse): void {
  const { writeHead, write, end } = response;
  const plainForm = request.method === "POST" && request.headers["next-action"] === undefined;
  const isBare = (type: string) => type.startsWith("text/plain") || (plainForm && type.startsWith("text/html"));
  const body = plainPage(FAILED.title, FAILED.text);
  let bare = false;
  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    bare = args[0] === 500 && isBare(String(response.getHeader("content-type") ?? ""));
    if (!bare) return writeHead.apply(response, args);
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    return writeHead.call(response, 500, { ...PLAIN_HEADERS, "content-length": Buffer.byteLength(body) });
  }) as typeof writeHead;
  response.write = ((...args: Parameters<typeof write>) => {
    if (!response.headersSent && response.statusCode === 500) response.writeHead(500);
    return bare || write.apply(response, args);
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    // Compression has sent the head by now; without it nobody has, and the head decides what the body is.
    if (!response.headersSent && response.statusCode === 500) response.writeHead(500);
    return bare ? end.call(response, body, "utf8") : end.apply(response, args);
  }) as typeof end;
}

const UNREAD = `<noscript><main><h1>${FAILED.title}</h1><p>This page could not be shown. What you saved before is kept. Load it again, or <a href="/">go to the start</a>.</p></main></noscript>`;

const DECODE: Record<string, (body: Buffer) => Buffer> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/**
 * A page that failed on the server is an empty shell that scripts fill with the error page. It gets words for readers
 * without scripts; for everybody else it stays as it is. Only answers with status 500 are held back for it.
 */
export function dressEmptyShell(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== "GET") return;
  const { writeHead, write, end } = response;
  const held: Buffer[] = [];
  let holds = false;
  const keep = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === "string")
      held.push(Buffer.from(chunk, typeof encoding === "string" ? asEncoding(encoding) : "utf8"));
    else if (chunk instanceof Uint8Array) held.push(Buffer.from(chunk));
  };
  const isPage = () => String(response.getHeader("content-type") ?? "").startsWith("text/html");
  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    holds = args[0] === 500 && isPage();
    if (!holds) return writeHead.apply(response, args);
    response.statusCode = 500;
    for (const given of args) {
      if (typeof given !== "object" || Array.isArray(given)) continue;
      for (const [name, value] of Object.entries(given)) if (value !== undefined) response.setHeader(name, value);
    }
    return response;
  }) as typeof writeHead;
  response.write = ((...args: Parameters<typeof write>) => {
    if (!holds && !response.headersSent && response.statusCode === 500) response.writeHead(500);
    if (!holds) return write.apply(response, args);
    keep(args[0], args[1]);
    return true;
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    if (!holds && !response.headersSent && response.statusCode === 500) response.writeHead(500);
    if (!holds) return end.apply(response, args);
    keep(args[0], args[1]);
    const sent = Buffer.concat(held);
    const body = withWords(sent, String(response.getHeader("content-encoding") ?? ""));
    if (body !== null) response.removeHeader("content-encoding");
    response.removeHeader("transfer-encoding");
    writeHead.call(response, 500, { "content-length": (body ?? sent).length });
    return end.call(response, body ?? sent, "utf8");
  }) as typeof end;
}

function asEncoding(name: string): BufferEncoding {
  return Buffer.isEncoding(name) ? name : "utf8";
}

/** The shell with words in it; null when this is no such shell. */
function withWords(sent: Buffer, encoding: string): Buffer | null {
  const decode = DECODE[encoding];
  if (encoding !== "" && !decode) return null;
  const html = (decode ? decode(sent) : sent).toString("utf8");
  if (!/<html[^>]* id="__next_error__"/.test(html)) return null;
  return Buffer.from(html.replace(/<body[^>]*>/, (body) => body + UNREAD));
}
