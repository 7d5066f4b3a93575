"use client";

import { useRouter } from "next/navigation";
import { type DragEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import type { AttachmentView } from "@/lib/attachments/types";
import { encryptedFiles } from "./encrypted-files";
import { AttachedRow, type Press, SendingRow } from "./file-rows";
import { type Sending, uploads } from "./upload-store";

const none: readonly Sending[] = [];
const NOT_REMOVED = "The file could not be removed – try again";
const NOT_REWRITTEN = "The picture could not be written anew – try again";
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
  encrypted = null,
}: {
  draftId: string;
  files: readonly AttachmentView[];
  /** A refusal of the form without scripts. */
  error: string | null;
  changing: boolean;
  /** Of a report that is encrypted: only encrypted files. With the key, the script encrypts what is chosen. */
  encrypted?: { armoredKey: string | null; now: string } | null;
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
  const [problem, setProblem] = useState<{ id: string | null; sentence: string } | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const pasted = useRef(0);
  const done = mine.filter(({ phase }) => phase === "done").length;
  const encryptsHere = scripted && encrypted !== null && encrypted.armoredKey !== null;
  const add = async (chosen: readonly File[]) => {
    setProblem(null);
    if (!encrypted) return uploads.add(draftId, chosen, files);
    setSentence(encryptsHere ? "Encrypting" : "");
    const made = await encryptedFiles(chosen, encrypted, files.length + mine.length);
    if (made.refused) setProblem({ id: null, sentence: made.refused });
    uploads.add(draftId, made.files, files);
  };
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
      void adding.current(
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
    setProblem(gone ? null : { id, sentence: NOT_REMOVED });
    setSentence(gone ? "The file is removed" : NOT_REMOVED);
    if (!gone) return;
    input.current?.focus();
    router.refresh();
  }

  async function rewrite(id: string) {
    setBusy(id);
    const answer = await fetch(`/api/uploads/${id}/metadata`, { method: "DELETE" }).catch(() => null);
    const words = answer?.status === 422 ? (await answer.text()).trim() : NOT_REWRITTEN;
    setBusy(null);
    setProblem(answer?.ok ? null : { id, sentence: words });
    setSentence(answer?.ok ? "The picture is written anew without that" : words);
    router.refresh();
  }

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void add([...event.dataTransfer.files]);
  };
  const unlisted = files.filter(({ id }) => !sending.some((one) => one.id === id));
  const form = { formAction: `/api/uploads/form/${draftId}`, formEncType: "multipart/form-data", formMethod: "post" };
  const press: Press = (field, id) =>
    scripted
      ? { type: "button", onClick: () => void (field === "_remove" ? remove(id) : rewrite(id)) }
      : { type: "submit", ...form, name: field, value: id };
  const refused = error ?? (problem?.id === null ? problem.sentence : null);

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
          refused ? "border-breach" : over ? "border-accent bg-sunken" : "border-line-strong",
        )}
      >
        <label htmlFor="files" id="files-title" className="text-lg font-semibold">
          Files <span className="text-base font-normal text-ink-soft">(optional)</span>
        </label>
        <p id="files-hint" className="text-ink-soft">
          Blur names, addresses and health data first
        </p>
        {refused ? (
          <p id="files-error" role={error ? undefined : "alert"} className="font-semibold text-breach">
            <span className="sr-only">Error: </span>
            {refused}
          </p>
        ) : null}
        <input
          ref={input}
          id="files"
          type="file"
          multiple
          // With scripts a chosen file travels by itself, and the form stays small.
          name={scripted ? undefined : "files[]"}
          aria-describedby={cx("files-hint", refused && "files-error", "files-rules")}
          aria-invalid={refused ? true : undefined}
          onChange={(event) => {
            if (!event.target.files) return;
            void add([...event.target.files]);
            event.target.value = "";
          }}
        />
        {scripted ? <p className="text-ink-soft">or drop files here, or paste a picture</p> : null}
        <div id="files-rules" className="text-sm text-ink-soft">
          <p>
            Up to 10 files of {scripted ? "250 MB each, 500 MB together" : "25 MB each"}.{" "}
            {encrypted
              ? null
              : "Pictures, films, texts, captures, PDF and zip are read at once; anything else is kept too, marked, for download only."}
          </p>
          {encrypted ? (
            <p>
              {encryptsHere
                ? "Each file is encrypted here, like your text, before it leaves: we see how large it is and no name. What is encrypted already goes as it is."
                : "Only encrypted files, made with the key above: .gpg or .asc. A name that says too much stays readable, so rename them first."}
            </p>
          ) : (
            <p>A photograph can say where and with what it was taken: we tell you, and can take that out.</p>
          )}
        </div>
        {scripted ? null : (
          <div>
            <input type="hidden" name="_changing" value={changing ? "1" : "0"} />
            <input type="hidden" name="_step" value={encrypted ? "details" : "repro"} />
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
            <AttachedRow
              key={file.id}
              file={file}
              press={press}
              problem={problem?.id === file.id ? problem.sentence : null}
              busy={busy === file.id}
            />
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
