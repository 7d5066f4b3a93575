import type { Upload as TusUpload } from "tus-js-client";
import { AT_A_TIME, PART_BYTES, refusalOf, refusalSentence } from "@/lib/attachments/accepted";
import { shownName } from "@/lib/attachments/file-name";
import type { AttachmentView } from "@/lib/attachments/types";

/** A file on its way from this page. It lives in memory alone: pages of the form come and go, it goes on. */
export type Sending = {
  key: number;
  /** Where it goes: lib/attachments/place.ts. */
  place: string;
  name: string;
  size: number;
  sent: number;
  phase: "waiting" | "uploading" | "paused" | "failed" | "refused" | "done";
  /** What went wrong, as a sentence. */
  problem: string | null;
  /** The file's id once the server knows it. */
  id: string | null;
};

type Running = Sending & { file: File; from: string | null; tus: TusUpload | null };

const RETRIES_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];

let running: readonly Running[] = [];
let shown: readonly Sending[] = running;
let nextKey = 1;
const listeners = new Set<() => void>();
const said = new Set<(sentence: string) => void>();

function publish(): void {
  shown = running.map(({ file: _file, from: _from, tus: _tus, ...sending }) => sending);
  for (const listener of listeners) listener();
}

function change(key: number, to: Partial<Running>): void {
  running = running.map((one) => (one.key === key ? { ...one, ...to } : one));
  publish();
}

/** Heard by a screen reader: start, half, end and failure, and nothing between. */
function say(sentence: string): void {
  for (const listener of said) listener(sentence);
}

export const uploads = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  snapshot: (): readonly Sending[] => shown,
  onSaid(listener: (sentence: string) => void): () => void {
    said.add(listener);
    return () => said.delete(listener);
  },

  /** Takes files from this machine. One that the server holds a part of goes on from there. */
  add(place: string, files: readonly File[], present: readonly AttachmentView[]): void {
    for (const file of files) {
      const name = shownName(file.name);
      const begun = present.find(
        (one) =>
          one.state === "uploading" &&
          one.name === name &&
          one.size === file.size &&
          one.modified === file.lastModified &&
          !running.some(({ id }) => id === one.id),
      );
      const refusal = begun
        ? null
        : refusalOf({ name: file.name, size: file.size }, counted(place, present), "resumable");
      const problem = refusal && refusalSentence(refusal, name);
      if (problem) say(problem);
      const one: Running = {
        key: nextKey++,
        place,
        name,
        size: file.size,
        sent: begun?.received ?? 0,
        phase: problem ? "refused" : "waiting",
        problem,
        id: begun?.id ?? null,
        file,
        from: begun ? `/api/uploads/${begun.id}` : null,
        tus: null,
      };
      running = [...running, one];
    }
    publish();
    startWaiting();
  },

  async pause(key: number): Promise<void> {
    await running.find((one) => one.key === key)?.tus?.abort();
    change(key, { phase: "paused" });
    startWaiting();
  },

  goOn(key: number): void {
    change(key, { phase: "waiting", problem: null });
    startWaiting();
  },

  /** Takes what has arrived at a place off the list: what the server has of it stands in the server's list. */
  forgetDone(place: string): void {
    if (!running.some((one) => one.place === place && one.phase === "done")) return;
    running = running.filter((one) => one.place !== place || one.phase !== "done");
    publish();
  },

  /** Takes a file off the list; what the server has of it is removed by whoever asks for that. */
  async drop(key: number): Promise<void> {
    const one = running.find((candidate) => candidate.key === key);
    // While its place is still being made, nobody can say which one to remove: that is done when it is known.
    if (one?.id) await one.tus?.abort();
    running = running.filter((one) => one.key !== key);
    publish();
    startWaiting();
  },
};

function counted(place: string, present: readonly AttachmentView[]): { files: number; bytes: number } {
  const own = running.filter(
    (one) => one.place === place && one.phase !== "refused" && !present.some(({ id }) => id === one.id),
  );
  const sizes = [...own, ...present].map(({ size }) => size);
  return { files: sizes.length, bytes: sizes.reduce((total, size) => total + size, 0) };
}

function startWaiting(): void {
  const busy = running.filter(({ phase }) => phase === "uploading").length;
  for (const one of running.filter(({ phase }) => phase === "waiting").slice(0, Math.max(0, AT_A_TIME - busy))) {
    change(one.key, { phase: "uploading" });
    void start(one);
  }
}

async function start({ key, file, from, place, name, tus }: Running): Promise<void> {
  if (tus) {
    tus.start();
    return;
  }
  say(`${name}: upload started`);
  let half = false;
  // Loaded with the first file: most reports have none.
  const { Upload } = await import("tus-js-client");
  const upload = new Upload(file, {
    endpoint: "/api/uploads",
    ...(from ? { uploadUrl: from } : {}),
    chunkSize: PART_BYTES,
    retryDelays: RETRIES_MS,
    // Nothing about a report is written to the browser's storage.
    storeFingerprintForResuming: false,
    metadata: { place, filename: file.name, modified: String(file.lastModified) },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      return status === 0 || status >= 500 || status === 409 || status === 423;
    },
    onUploadUrlAvailable: () => {
      if (running.some((one) => one.key === key)) change(key, { id: upload.url?.split("/").at(-1) ?? null });
      else void upload.abort(true);
    },
    onProgress: (sent, total) => {
      change(key, { sent });
      if (half || sent * 2 < total || sent === total) return;
      half = true;
      say(`${name}: 50 %`);
    },
    onSuccess: () => {
      change(key, { phase: "done", sent: file.size });
      say(`${name} is uploaded`);
      startWaiting();
    },
    onError: (error) => {
      const status = "originalResponse" in error ? (error.originalResponse?.getStatus() ?? 0) : 0;
      const words = "originalResponse" in error ? error.originalResponse?.getBody()?.trim() : "";
      const refused = [403, 404, 413, 422, 429].includes(status);
      const problem = refused && words ? words : refusalSentence("failed", name);
      change(key, { phase: refused ? "refused" : "failed", problem });
      say(problem);
      startWaiting();
    },
  });
  change(key, { tus: upload });
  upload.start();
}

if (typeof window !== "undefined") {
  // Back in the network: what failed for the lack of it goes on by itself.
  window.addEventListener("online", () => {
    for (const { key, phase } of running) if (phase === "failed") uploads.goOn(key);
  });
  window.addEventListener("beforeunload", (event) => {
    if (running.some(({ phase }) => phase === "uploading" || phase === "waiting")) event.preventDefault();
  });
}
