import "server-only";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { fieldName } from "@/components/reports/field-names";
import { COMPOSER_SCOPE } from "@/components/threads/composer";
import { NOTE_SCOPE } from "@/components/threads/notes";
import type { Refusal } from "@/lib/attachments/accepted";
import { RefusedFile } from "@/lib/attachments/mutations/refused";
import { removeFile } from "@/lib/attachments/mutations/remove";
import { removeMetadata } from "@/lib/attachments/mutations/remove-metadata";
import { storeWhole } from "@/lib/attachments/mutations/store-whole";
import { placeText, readPlace } from "@/lib/attachments/place";
import { env } from "@/lib/env/env";
import { PortalError } from "@/lib/errors";
import { saveDraftStep } from "@/lib/reports/drafts/mutations";
import { messageText } from "@/lib/reports/moves";
import { formValues } from "@/lib/request/action";
import { requestContext } from "@/lib/request/context";
import { isOwnRequest } from "@/lib/request/own-request";
import type { Context } from "@/lib/request/transaction";
import { saveReplyDraft } from "@/lib/threads/drafts/mutations";
import { plain } from "./answers";

const FIELD_BYTES = 1024 * 1024;
const FIELDS = 60;
const FILES = 20;

/** What became of a form: where the page that follows leads, or what is said. */
type Outcome = { refusal: Refusal | null; kept: number; fields: FormData };

/**
 * Takes a form that was sent with its files, and leads back to its page. The text is kept as it was typed, whatever
 * becomes of the files; each file streams into the store as it comes.
 */
export async function keepForm(request: Request, draftId: string): Promise<Response> {
  if (!/^[0-9a-f]{32}$/.test(draftId)) return plain(404, "Page not found");
  return keepFiles(request, draftId, async (ctx, fields, files) => {
    const step = fields.get("_step") === "details" ? "details" : "repro";
    await keepText(ctx, draftId, step, fields);
    const query = new URLSearchParams();
    if (fields.get("_changing") === "1") query.set("return", "check");
    query.set("files", files);
    return `/report/${draftId}/${step}?${query}#files-list`;
  });
}

/** The same for what somebody writes into a thread: its text becomes their draft there. */
export async function keepReplyForm(request: Request, thread: { reference: string; kind: string }): Promise<Response> {
  const place = readPlace(`${thread.kind}:${thread.reference}`);
  if (place === null || "draft" in place) return plain(404, "Page not found");
  const { reference, kind } = place;
  const from = new URL(request.url).searchParams.get("from") === "staff" ? "/staff/reports" : "/reports";
  return keepFiles(request, placeText(place), async (ctx, fields, files) => {
    const text = messageText.safeParse(fields.get(TEXT_OF[kind]));
    // Nothing but files is no reason to forget a draft that another page keeps.
    if (text.success && text.data !== "") await saveReplyDraft(ctx, reference, { kind, text: text.data });
    return `${from}/${reference}?files=${files}&of=${kind}#${kind}`;
  });
}

const TEXT_OF = { reply: fieldName(COMPOSER_SCOPE, "text"), note: fieldName(NOTE_SCOPE, "note") } as const;

async function keepFiles(
  request: Request,
  place: string,
  keep: (ctx: Context, fields: FormData, files: string) => Promise<string>,
): Promise<Response> {
  if (!isOwnRequest(request.headers, env().APP_URL))
    return plain(403, "This form was sent from another site, so nothing was done.");
  const ctx = await requestContext();
  try {
    const { refusal, kept, fields } = await read(ctx, request, place);
    const done = await withOneFile(ctx, fields);
    const location = await keep(ctx, fields, refusal ?? done ?? (kept > 0 ? "kept" : "none"));
    return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    if (error.code === "NOT_FOUND") return plain(404, "Page not found");
    return plain(409, `${error.message} Go back: what you typed is still there.`);
  }
}

/** What a button beside a file asks for. */
async function withOneFile(ctx: Context, fields: FormData): Promise<"removed" | "rewritten" | Refusal | null> {
  const [remove, rewrite] = [fields.get("_remove"), fields.get("_rewrite")];
  if (typeof remove === "string") {
    await removeFile(ctx, { publicId: remove });
    return "removed";
  }
  if (typeof rewrite !== "string") return null;
  try {
    await removeMetadata(ctx, { publicId: rewrite });
    return "rewritten";
  } catch (error) {
    if (error instanceof PortalError && error.code === "INVALID") return "unwritable";
    throw error;
  }
}

async function read(ctx: Context, request: Request, place: string): Promise<Outcome> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data") || !request.body) throw new PortalError("INVALID", "No form arrived.");
  const parser = new Busboy({
    headers: { "content-type": type },
    preservePath: true,
    limits: { fieldSize: FIELD_BYTES, fields: FIELDS, files: FILES, headerPairs: 20 },
  });
  const fields = new FormData();
  const keeping: Promise<Refusal | "kept">[] = [];
  parser.on("field", (name, value) => fields.append(name, value));
  parser.on("file", (_field, stream, name) => {
    // A form without a chosen file sends an empty one without a name.
    if (!name) stream.resume();
    else keeping.push(keepFile(ctx, place, name, stream));
  });
  await pipeline(Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]), parser);
  const outcomes = await Promise.all(keeping);
  const refusal = outcomes.find((outcome) => outcome !== "kept") ?? null;
  return { refusal, kept: outcomes.filter((outcome) => outcome === "kept").length, fields };
}

async function keepFile(ctx: Context, place: string, name: string, stream: Readable): Promise<Refusal | "kept"> {
  try {
    // A reader that gives up must not end the stream: the form behind it could then never be read.
    const source = stream.iterator({ destroyOnReturn: false });
    await storeWhole(ctx, { place, name, source });
    return "kept";
  } catch (error) {
    if (error instanceof RefusedFile) return error.refusal;
    if (error instanceof PortalError && error.code === "RATE_LIMITED") return "hour";
    throw error;
  } finally {
    // What is left of a refused file has to pass before the next one comes.
    stream.resume();
  }
}

async function keepText(ctx: Context, publicId: string, step: "details" | "repro", fields: FormData): Promise<void> {
  const rev = Number(fields.get("_rev"));
  if (!Number.isInteger(rev) || rev < 1) return;
  await saveDraftStep(ctx, {
    publicId,
    step,
    part: "step",
    rev,
    values: formValues(fields),
    keep: "as_typed",
    changing: false,
  });
}
