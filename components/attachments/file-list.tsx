import { buttonClasses } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { TextLink } from "@/components/ui/text-link";
import type { AttachmentView } from "@/lib/attachments/types";
import { FileMarks } from "./file-marks";

/** The files of a report, for whoever may read it. Nothing of a file runs or shows here but a picture made anew. */
export function FileList({
  files,
  empty,
  base,
}: {
  files: readonly AttachmentView[];
  empty: string;
  /** The address that shows any part of the thread, for links to what a file came with. */
  base: string;
}) {
  if (files.length === 0) return <p className="text-ink-soft">{empty}</p>;
  return (
    <ul className="flex flex-col border-t border-line">
      {files.map((file) => (
        <li key={file.id} className="flex flex-wrap gap-x-5 gap-y-3 border-b border-line py-4">
          <Preview file={file} className="max-h-40 w-40" />
          <div className="flex min-w-0 flex-1 basis-60 flex-col gap-1">
            <p className="font-semibold wrap-anywhere">{file.name}</p>
            <FileMarks file={file} />
            <CameWith file={file} base={base} />
            <p className="font-mono text-xs break-all text-ink-soft">SHA-256 {file.sha256}</p>
            {file.scan === "infected" ? <TakeMarked file={file} /> : <Take file={file} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The files of one message or note, beside its words. */
export function FilesBeside({ files }: { files: readonly AttachmentView[] }) {
  if (files.length === 0) return null;
  return (
    <ul aria-label="Files" className="mt-2 flex flex-col gap-2">
      {files.map((file) => (
        <li key={file.id} className="flex flex-wrap gap-x-4 gap-y-2 rounded-md border border-line px-3 py-2">
          <Preview file={file} className="max-h-56 w-64" />
          <div className="flex min-w-0 flex-1 basis-48 flex-col">
            <p className="font-semibold wrap-anywhere">{file.name}</p>
            <FileMarks file={file} />
            {file.scan === "infected" ? <TakeMarked file={file} /> : <Take file={file} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Preview({ file, className }: { file: AttachmentView; className: string }) {
  if (!file.hasPreview) return null;
  return (
    // biome-ignore lint/performance/noImgElement: the image optimiser is off (security.md N11)
    <img
      src={`/api/attachments/${file.id}/preview`}
      alt={`Preview of ${file.name}`}
      loading="lazy"
      className={cx("max-w-full rounded-md border border-line bg-sunken object-contain", className)}
    />
  );
}

function CameWith({ file: { cameWith }, base }: { file: AttachmentView; base: string }) {
  if (cameWith === null) return null;
  const { kind, id } = cameWith;
  return (
    <p className={cx("text-sm", kind === "note" && "text-note")}>
      <TextLink href={kind === "message" ? `${base}?m=${id}#m-${id}` : `#n-${id}`}>
        {kind === "message" ? "Came with a message" : "Came with an internal note, for staff only"}
      </TextLink>
    </p>
  );
}

function Take({ file }: { file: AttachmentView }) {
  return (
    <p>
      <TextLink href={`/api/attachments/${file.id}`} download className="inline-block py-1 pointer-coarse:py-2.5">
        Download<span className="sr-only"> {file.name}</span>
      </TextLink>
    </p>
  );
}

/** A deliberate step: a form that asks to be confirmed. */
function TakeMarked({ file }: { file: AttachmentView }) {
  return (
    <form method="post" action={`/api/attachments/${file.id}`} className="flex flex-col items-start gap-2">
      <label className="flex items-start gap-2">
        <input type="checkbox" name="confirmed" value="yes" required className="mt-1.5" />
        <span>I know that the virus scan marked this file, and open it where it can do no harm</span>
      </label>
      <button type="submit" className={buttonClasses({ variant: "danger", size: "compact" })}>
        Download all the same<span className="sr-only">: {file.name}</span>
      </button>
    </form>
  );
}
