import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { Upload } from "tus-js-client";
import { PART_BYTES } from "@/lib/attachments/accepted";
import type { Browser } from "../browser";

const KB = 1024;

/** A file that somebody attaches: made of its seed again whenever its bytes are asked for. */
export type WrittenFile = { name: string; size: number; seed: string; way: "resumable" | "plain" };

export type SentFile = { sha256: string; size: number };

/** Two drafts in five have one to three files, from 10 kB to 4 MB; one in forty has one of 10 to 25 MB (FT-05). */
export function filesOf(index: number): WrittenFile[] {
  const file = (name: string, size: number, way: WrittenFile["way"]): WrittenFile => ({
    name: `${name}-${index}.log`,
    size: Math.round(size),
    seed: randomBytes(32).toString("hex"),
    way,
  });
  if (index % 40 === 7) return [file("largest", (10 + Math.random() * 15) * KB * KB, "resumable")];
  if (index % 5 > 1) return [];
  return Array.from({ length: 1 + (index % 3) }, (_, n) =>
    file(`trace-${n}`, 10 * KB * 400 ** Math.random(), n === 1 ? "plain" : "resumable"),
  );
}

/** Text of a kind, so that what the server says of it is what its name says. */
export function bytesOf({ seed, size }: WrittenFile): Buffer {
  const cipher = createCipheriv("aes-256-ctr", Buffer.from(seed, "hex"), Buffer.alloc(16));
  return Buffer.from(cipher.update(Buffer.alloc(Math.ceil(size / 2))).toString("hex")).subarray(0, size);
}

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What the page of the draft lists under this name: where an upload whose answer was lost is gone on with. */
async function listed(browser: Browser, draft: string, name: string): Promise<string | null> {
  const { body } = await browser.get(`/report/${draft}/repro`);
  for (const [button] of body.matchAll(/<button\b[^>]*>Remove<span class="sr-only">.*?<\/span>/g)) {
    if (!button.replaceAll("<!-- -->", "").includes(` ${name}<`)) continue;
    const id = /\bvalue="([0-9a-f]{32})"/.exec(button)?.[1];
    if (id) return `${browser.origin}/api/uploads/${id}`;
  }
  return null;
}

/**
 * Attaches a file to a draft as a person does who tries again after a cut: what has arrived is gone on with, what is
 * there is not sent twice. Rejects with whatever cut it; the hash of what was sent once it is wholly there.
 */
export async function attach(browser: Browser, draft: string, file: WrittenFile): Promise<SentFile> {
  const bytes = bytesOf(file);
  const sent = { sha256: sha256(bytes), size: bytes.length };
  const there = await listed(browser, draft, file.name);
  if (file.way === "plain") {
    if (there) return sent;
    const path = `/api/uploads/form/${draft}`;
    const { location } = await browser.post(path, {}, { field: "files[]", name: file.name, bytes });
    if (!location.includes("files=kept")) throw new Error(`a form with a file was answered with ${location}`);
    return sent;
  }
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${browser.origin}/api/uploads`,
      ...(there ? { uploadUrl: there } : {}),
      chunkSize: PART_BYTES,
      retryDelays: null,
      headers: { cookie: browser.cookie, origin: browser.origin },
      metadata: { place: draft, filename: file.name },
      onSuccess: () => resolve(),
      onError: reject,
    });
    upload.start();
  });
  return sent;
}
