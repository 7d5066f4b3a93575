import "server-only";
import { Readable } from "node:stream";
import { type OpenedFile, openFile, openPreview } from "@/lib/attachments/mutations/open";
import { type ByteRange, rangeOf } from "@/lib/attachments/range";
import { env } from "@/lib/env/env";
import { PortalError } from "@/lib/errors";
import { requestContext } from "@/lib/request/context";
import { isNotForeign, isOwnRequest } from "@/lib/request/own-request";
import { transportHeaders } from "@/lib/request/security-headers";

/** security.md C15: whatever is in a file, no browser runs it in this origin, shows it or keeps it. */
function guarded(): Headers {
  const headers = new Headers({
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "cache-control": "private, no-store",
  });
  for (const [name, value] of transportHeaders(env().APP_URL)) headers.set(name, value);
  return headers;
}

/** What does not exist and what is somebody else's are one answer. */
function nothing(): Response {
  const headers = guarded();
  headers.set("content-type", "text/plain; charset=utf-8");
  return new Response("Page not found\n", { status: 404, headers });
}

async function answered(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    if (error.code !== "FORBIDDEN") return nothing();
    const headers = guarded();
    headers.set("content-type", "text/plain; charset=utf-8");
    return new Response(`${error.message}\n`, { status: 403, headers });
  }
}

const ID = /^[0-9a-f]{32}$/;

async function give(request: Request, id: string, acknowledged: boolean): Promise<Response> {
  if (!ID.test(id) || !isNotForeign(request.headers)) return nothing();
  return answered(async () => {
    const taken = request.method !== "HEAD";
    const file = await openFile(await requestContext(), { publicId: id, acknowledged, taken });
    return bodyOf(request, file, "application/octet-stream");
  });
}

export function download(request: Request, id: string): Promise<Response> {
  return give(request, id, false);
}

/** HEAD: the same answer without the file, and no event. */
export async function forget(request: Request, id: string): Promise<Response> {
  const response = await give(request, id, false);
  await response.body?.cancel();
  return new Response(null, { status: response.status, headers: response.headers });
}

export async function takeMarked(request: Request, id: string): Promise<Response> {
  if (!isOwnRequest(request.headers, env().APP_URL)) return nothing();
  // The box of the form; a POST without it is no confirmation.
  const form = await request.formData().catch(() => null);
  return give(request, id, form?.get("confirmed") === "yes");
}

/** A picture that the portal has written anew by itself: the one thing of a file that a page shows. */
export async function preview(request: Request, id: string): Promise<Response> {
  if (!ID.test(id) || !isNotForeign(request.headers)) return nothing();
  return answered(async () => bodyOf(request, await openPreview(await requestContext(), id), "image/webp"));
}

async function bodyOf(request: Request, file: OpenedFile, type: string): Promise<Response> {
  const headers = guarded();
  headers.set("accept-ranges", "bytes");
  const range = rangeOf(request.headers.get("range"), file.size);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${file.size}`);
    return new Response(null, { status: 416, headers });
  }
  const span: ByteRange = range ?? { start: 0, end: file.size };
  headers.set("content-type", type);
  headers.set("content-disposition", file.disposition);
  headers.set("content-length", String(span.end - span.start));
  if (range) headers.set("content-range", `bytes ${span.start}-${span.end - 1}/${file.size}`);
  const body = request.method === "HEAD" ? null : await begun(file.read(span));
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** The first chunk is opened before the answer begins: a file that was tampered with fails as a whole. */
async function begun(source: AsyncIterable<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* all() {
    try {
      if (!first.done) yield first.value;
      for (;;) {
        const next = await iterator.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return Readable.toWeb(
    Readable.from(all(), { objectMode: false, highWaterMark: 256 * 1024 }),
  ) as ReadableStream<Uint8Array>;
}
