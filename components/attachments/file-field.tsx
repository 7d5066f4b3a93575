"use client";

import { useRouter } from "next/navigation";
import { type DragEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { bytesInWords } from "@/lib/attachments/accepted";
import type { AttachmentView } from "@/lib/attachments/types";
import { FileMarks } from "./file-marks";
import { type Sending, uploads } from "./upload-store";

const none: readonly Sending[] = [];
const NOT_REMOVED = "The file could not be removed – try again";
const noSubscription = () => () => {};

/**
 * The files of a draft. Without scripts: a file input and an Upload button that keeps the text around it. With them: drop
 * zone, pasted pictures, progress, pause, and uploads that go on while one writes.
 */
export function FileField({
  draftId,
  files,
  error,
  changing,
}: {
  draftId: string;
  files: readonly AttachmentView[];
  /** A refusal of the form without scripts. */
  error: string | null;
  changing: boolean;
}) {
  const router = useRouter();
  const scripted = useSyncExternalStore(
    noSubscription,
    () => true,
    () => false,
  );
  const all = useSyncExternalStore(uploads.subscribe, uploads.snapshot, () => none);
  const mine = all.filter((one) => one.draftId === draftId);
  const sending = mine.filter((one) => !(one.phase === "done" && files.some(({ id }) => id === one.id)));
  const [sentence, setSentence] = useState("");
  const [over, setOver] = useState(false);
  const [unremoved, setUnremoved] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const pasted = useRef(0);
  const done = mine.filter(({ phase }) => phase === "done").length;
  const add = (chosen: readonly File[]) => uploads.add(draftId, chosen, files);
  const adding = useRef(add);
  useEffect(() => {
    adding.current = add;
  });

  useEffect(() => uploads.onSaid(setSentence), []);
  // What the server made of a file stands in its list: the page is asked for it again.
  useEffect(() => {
    if (done > 0) router.refresh();
  }, [done, router]);
  const scanning = files.some(({ state }) => state === "scanning");
  useEffect(() => {
    if (!scanning) return;
    const later = setTimeout(() => router.refresh(), 3000);
    return () => clearTimeout(later);
  }, [scanning, router]);

  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const given = event.clipboardData;
      if (!given || given.types.includes("text/plain")) return;
      const pictures = [...given.files].filter(({ type }) => type.startsWith("image/"));
      if (pictures.length === 0) return;
      event.preventDefault();
      adding.current(
        pictures.map((picture) => {
          pasted.current += 1;
          return new File([picture], `pasted-${pasted.current}.${picture.type.split("/")[1]}`, { type: picture.type });
        }),
      );
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, []);

  async function remove(id: string) {
    // One that has arrived is still known here; left there, it would come back as soon as the server lists it no more.
    const own = mine.find((one) => one.id === id);
    if (own) await uploads.drop(own.key);
    const answer = await fetch(`/api/uploads/${id}`, {
      method: "DELETE",
      headers: { "Tus-Resumable": "1.0.0" },
    }).catch(() => null);
    const gone = answer !== null && (answer.ok || answer.status === 404);
    setUnremoved(gone ? null : id);
    setSentence(gone ? "The file is removed" : NOT_REMOVED);
    if (!gone) return;
    input.current?.focus();
    router.refresh();
  }

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files]);
  };
  const unlisted = files.filter(({ id }) => !sending.some((one) => one.id === id));
  const form = { formAction: `/api/uploads/form/${draftId}`, formEncType: "multipart/form-data", formMethod: "post" };

  return (
    <section aria-labelledby="files-title" id="files-list" className="flex flex-col gap-4">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          "flex flex-col gap-2 rounded-lg border-2 border-dashed p-4 sm:p-5",
          error ? "border-breach" : over ? "border-accent bg-sunken" : "border-line-strong",
        )}
      >
        <label htmlFor="files" id="files-title" className="text-lg font-semibold">
          Files <span className="text-base font-normal text-ink-soft">(optional)</span>
        </label>
        <p id="files-hint" className="text-ink-soft">
          Blur names, addresses and health data first
        </p>
        {error ? (
          <p id="files-error" className="font-semibold text-breach">
            <span className="sr-only">Error: </span>
            {error}
          </p>
        ) : null}
        <input
          ref={input}
          id="files"
          type="file"
          multiple
          // With scripts a chosen file travels by itself, and the form stays small.
          name={scripted ? undefined : "files[]"}
          aria-describedby={cx("files-hint", error && "files-error", "files-rules")}
          aria-invalid={error ? true : undefined}
          onChange={(event) => {
            if (!event.target.files) return;
            add([...event.target.files]);
            event.target.value = "";
          }}
          className="max-w-full py-1.5 file:me-3 file:min-h-10 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-4 file:font-semibold file:text-ink pointer-coarse:file:min-h-11"
        />
        {scripted ? <p className="text-ink-soft">or drop files here, or paste a picture</p> : null}
        <div id="files-rules" className="text-sm text-ink-soft">
          <p>
            Up to 10 files of {scripted ? "250 MB each, 500 MB together" : "25 MB each"}. Pictures, films, texts,
            captures, PDF and zip are read at once; anything else is kept too, marked, for download only.
          </p>
          <p>
            A photograph can say where and with what it was taken. We keep files as they are: take that out first if
            nobody should know.
          </p>
        </div>
        {scripted ? null : (
          <div>
            <input type="hidden" name="_changing" value={changing ? "1" : "0"} />
            <Button type="submit" variant="secondary" {...form} formNoValidate>
              Upload
            </Button>
          </div>
        )}
      </div>
      <p role="status" className="sr-only">
        {sentence}
      </p>
      {sending.length + unlisted.length > 0 ? (
        <ul className="flex flex-col border-t border-line">
          {unlisted.map((file) => (
            <li
              key={file.id}
              className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-b border-line py-3"
            >
              <div className="min-w-0 flex-1 basis-48">
                <p className="font-semibold wrap-anywhere">{file.name}</p>
                {file.state === "uploading" ? (
                  <p className="text-sm text-soon">
                    Stopped at {share(file.received, file.size)}. Choose the same file again to go on, or remove it.
                  </p>
                ) : (
                  <FileMarks file={file} />
                )}
                {unremoved === file.id ? <p className="text-sm font-semibold text-breach">{NOT_REMOVED}</p> : null}
              </div>
              <Button
                type={scripted ? "button" : "submit"}
                variant="quiet"
                size="compact"
                {...(scripted ? { onClick: () => void remove(file.id) } : { ...form, name: "_remove", value: file.id })}
                formNoValidate
              >
                Remove<span className="sr-only"> {file.name}</span>
              </Button>
            </li>
          ))}
          {sending.map((one) => (
            <SendingRow
              key={one.key}
              one={one}
              remove={() => void (one.id && one.phase !== "refused" ? remove(one.id) : uploads.drop(one.key))}
            />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

const share = (sent: number, size: number) =>
  `${Math.floor((100 * sent) / Math.max(1, size))} % · ${bytesInWords(sent)} of ${bytesInWords(size)}`;

function SendingRow({ one, remove }: { one: Sending; remove: () => void }) {
  const { phase, name } = one;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-b border-line py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-semibold wrap-anywhere">{name}</p>
        {one.problem ? (
          <p className="text-sm font-semibold text-breach">{one.problem}</p>
        ) : (
          <div className="flex flex-wrap items-center gap-x-3">
            <progress
              value={one.sent}
              max={Math.max(1, one.size)}
              aria-label={`Upload of ${name}`}
              className="w-40 max-w-full"
            />
            <span className="text-sm text-ink-soft tabular-nums">
              {phase === "waiting" ? "Waiting · " : phase === "paused" ? "Paused · " : ""}
              {share(one.sent, one.size)}
            </span>
          </div>
        )}
      </div>
      <div className="flex flex-wrap gap-1">
        {phase === "uploading" && one.id !== null ? (
          <Button variant="quiet" size="compact" onClick={() => void uploads.pause(one.key)}>
            Pause<span className="sr-only"> {name}</span>
          </Button>
        ) : null}
        {phase === "paused" || phase === "failed" ? (
          <Button variant="quiet" size="compact" onClick={() => uploads.goOn(one.key)}>
            {phase === "paused" ? "Go on" : "Try again"}
            <span className="sr-only"> with {name}</span>
          </Button>
        ) : null}
        <Button variant="quiet" size="compact" onClick={remove}>
          Remove<span className="sr-only"> {name}</span>
        </Button>
      </div>
    </li>
  );
}
