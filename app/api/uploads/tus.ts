import "server-only";
import { randomBytes } from "node:crypto";
import { ERRORS, MemoryLocker, Server } from "@tus/server";
import { UPLOAD_LIMITS } from "@/lib/attachments/accepted";
import { beginUpload } from "@/lib/attachments/mutations/begin-upload";
import { WaitingFiles } from "@/lib/attachments/tus-store";
import { env } from "@/lib/env/env";
import { PortalError } from "@/lib/errors";
import { requestContext } from "@/lib/request/context";
import { log } from "@/lib/request/log";
import { isNotForeign, isOwnRequest } from "@/lib/request/own-request";
import type { Context } from "@/lib/request/transaction";
import { plain, statusOf } from "./answers";

const PATH = "/api/uploads";
// One for the process: of two requests for one upload the second waits, and the first is asked to end.
const locker = new MemoryLocker();

/** Resumable uploads (tus 1.0). Every request is authorised by itself; nothing is shared between sites. */
export async function tus(request: Request): Promise<Response> {
  const own = request.method === "HEAD" ? isNotForeign(request.headers) : isOwnRequest(request.headers, env().APP_URL);
  if (!own) return plain(403, "This was sent from another site, so nothing was done.");
  const response = await serverFor(await requestContext()).handleWeb(gentle(request));
  const headers = new Headers([...response.headers].filter(([name]) => !name.startsWith("access-control-")));
  headers.set("cache-control", "no-store");
  return new Response(response.body, { status: response.status, headers });
}

function serverFor(ctx: Context): Server {
  return new Server({
    path: PATH,
    relativeLocation: true,
    datastore: new WaitingFiles(ctx),
    locker,
    maxSize: UPLOAD_LIMITS.resumableBytes,
    namingFunction: async (request, metadata) => {
      const { publicId } = await beginUpload(ctx, {
        place: metadata?.place ?? "",
        name: metadata?.filename ?? "",
        modified: Number(metadata?.modified ?? 0) || 0,
        size: Number(request.headers.get("upload-length")),
      });
      return publicId;
    },
    onResponseError: (_request, error) => answerTo(error),
  });
}

function answerTo(error: unknown): { status_code: number; body: string } {
  if (error instanceof PortalError) return { status_code: statusOf(error), body: `${error.message}\n` };
  if (isOfProtocol(error)) return error;
  const incident = randomBytes(5).toString("hex");
  log.error({ incident, error: error instanceof Error ? error.name : typeof error }, "an upload failed");
  return { status_code: 500, body: `Something went wrong on our side. Tell us the number ${incident}.\n` };
}

/** The library throws these very objects. */
function isOfProtocol(error: unknown): error is { status_code: number; body: string } {
  return Object.values(ERRORS).some((known) => known === error);
}

/** A connection that is cut ends the part there, so that every whole chunk of it is kept. */
function gentle(request: Request): Request {
  const { method, headers, body } = request;
  // `duplex` is asked of every streamed body and is missing in the types of the DOM.
  const init: RequestInit & { duplex: "half" } = { method, headers, body: body && untilCut(body), duplex: "half" };
  return new Request(request.url, init);
}

function untilCut(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch {
          controller.close();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
