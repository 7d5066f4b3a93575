"use client";

import { type DragEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import type { AttachmentView } from "@/lib/attachments/types";
import { encryptedFiles } from "./encrypted-files";
import { AttachedRow, SendingRow } from "./file-rows";
import { useFiles } from "./use-files";

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
  const [over, setOver] = useState(false);
  const encryptsHere = (scripted: boolean) => scripted && encrypted !== null && encrypted.armoredKey !== null;
  const { scripted, input, listed, sending, add, drop, sentence, say, problem, busy, press, plain } = useFiles({
    place: draftId,
    files,
    form: `/api/uploads/form/${draftId}`,
    prepare: encrypted
      ? (chosen, present) => {
          say(encryptsHere(true) ? "Encrypting" : "");
          return encryptedFiles(chosen, encrypted, present);
        }
      : undefined,
    takesPaste: () => true,
  });
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void add([...event.dataTransfer.files]);
  };
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
        onDrop={dropped}
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
              {encryptsHere(scripted)
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
            <Button type="submit" variant="secondary" {...plain} formNoValidate>
              Upload
            </Button>
          </div>
        )}
      </div>
      <p role="status" className="sr-only">
        {sentence}
      </p>
      {sending.length + listed.length > 0 ? (
        <ul className="flex flex-col border-t border-line">
          {listed.map((file) => (
            <AttachedRow
              key={file.id}
              file={file}
              press={press}
              problem={problem?.id === file.id ? problem.sentence : null}
              busy={busy === file.id}
            />
          ))}
          {sending.map((one) => (
            <SendingRow key={one.key} one={one} remove={() => drop(one)} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}
