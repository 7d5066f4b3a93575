"use client";

import { useState } from "react";
import { useFormContextValue } from "@/components/forms/form-context";
import { fieldName } from "@/components/reports/field-names";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { errorId, fieldId, hintId } from "@/components/ui/field-ids";
import { UPLOAD_LIMITS } from "@/lib/attachments/accepted";
import { placeText } from "@/lib/attachments/place";
import type { AttachmentView } from "@/lib/attachments/types";
import { AttachedRow, SendingRow } from "./file-rows";
import { useFiles } from "./use-files";

const MB = 1024 ** 2;

/**
 * The files that go with what is written here: sent with it, and taken back with it. Without scripts the form brings them
 * by a button of their own, or along with the text; with scripts also by dropping, and by pasting a picture into the text.
 */
export function ReplyFiles({
  scope,
  reference,
  kind,
  from,
  files,
  refused = null,
}: {
  /** Of the form around it. */
  scope: string;
  reference: string;
  kind: "reply" | "note";
  /** The page that it stands on. */
  from: "reporter" | "staff";
  files: readonly AttachmentView[];
  /** What the form without scripts was refused for. */
  refused?: string | null | undefined;
}) {
  const [over, setOver] = useState(false);
  const { errors } = useFormContextValue();
  const name = fieldName(scope, "files");
  const { scripted, input, listed, sending, add, drop, sentence, problem, busy, press, plain } = useFiles({
    place: placeText({ reference, kind }),
    files,
    form: `/api/uploads/thread/${reference}/${kind}?from=${from}`,
    takesPaste: (field) => field.form?.contains(document.activeElement) ?? false,
  });
  const wrong = errors[name]?.[0] ?? (problem?.id === null ? problem.sentence : null) ?? refused;
  const going = [
    ...listed.map(({ id }) => id),
    ...sending.flatMap(({ id, phase }) => (id && phase !== "refused" ? [id] : [])),
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void add([...event.dataTransfer.files]);
      }}
      className={cx(
        "flex flex-col gap-1 rounded-md border border-dashed px-3 py-2",
        over ? "border-accent bg-sunken" : "border-line",
      )}
    >
      <label htmlFor={fieldId(name)} className="text-sm font-semibold">
        Files <span className="font-normal text-ink-soft">(optional)</span>
      </label>
      {wrong ? (
        <p id={errorId(name)} className="text-sm font-semibold text-breach">
          <span className="sr-only">Error: </span>
          {wrong}
        </p>
      ) : null}
      <div className="flex items-center gap-x-3">
        <input
          ref={input}
          id={fieldId(name)}
          type="file"
          multiple
          // With scripts a chosen file travels by itself, and the form stays small.
          name={scripted ? undefined : fieldName(scope, "upload[]")}
          aria-describedby={cx(hintId(name), wrong && errorId(name))}
          aria-invalid={wrong ? true : undefined}
          onChange={(event) => {
            if (!event.target.files) return;
            void add([...event.target.files]);
            event.target.value = "";
          }}
          className="min-w-0 flex-1 text-sm"
        />
        {/* Its place stays where scripts need none of it, so that nothing moves. */}
        <span className={cx("shrink-0", scripted && "invisible")}>
          <Button type="submit" variant="secondary" size="compact" {...plain} formNoValidate>
            Upload
          </Button>
        </span>
      </div>
      <p id={hintId(name)} className="text-sm text-ink-soft">
        Up to {UPLOAD_LIMITS.files} files of {(scripted ? UPLOAD_LIMITS.resumableBytes : UPLOAD_LIMITS.plainBytes) / MB}{" "}
        MB each. {scripted ? "A picture can be pasted into the text." : null} What is not sent is kept for 30 days.
      </p>
      <p role="status" className="sr-only">
        {sentence}
      </p>
      {going.map((id) => (
        <input key={id} type="hidden" name={name} value={id} />
      ))}
      {sending.length + listed.length > 0 ? (
        <ul aria-label="Files that go with it" className="mt-1 flex flex-col border-t border-line">
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
    </div>
  );
}
