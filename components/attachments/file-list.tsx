import { buttonClasses } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import type { AttachmentView } from "@/lib/attachments/types";
import { FileMarks } from "./file-marks";

/** The files of a report, for whoever may read it. Nothing of a file runs or shows here but a picture made anew. */
export function FileList({ files, empty }: { files: readonly AttachmentView[]; empty: string }) {
  if (files.length === 0) return <p className="text-ink-soft">{empty}</p>;
  return (
    <ul className="flex flex-col border-t border-line">
      {files.map((file) => (
        <li key={file.id} className="flex flex-wrap gap-x-5 gap-y-3 border-b border-line py-4">
          {file.hasPreview ? (
            // biome-ignore lint/performance/noImgElement: the image optimiser is off (security.md N11)
            <img
              src={`/api/attachments/${file.id}/preview`}
              alt={`Preview of ${file.name}`}
              loading="lazy"
              className="max-h-40 w-40 max-w-full rounded-md border border-line bg-sunken object-contain"
            />
          ) : null}
          <div className="flex min-w-0 flex-1 basis-60 flex-col gap-1">
            <p className="font-semibold wrap-anywhere">{file.name}</p>
            <FileMarks file={file} />
            <p className="font-mono text-xs break-all text-ink-soft">SHA-256 {file.sha256}</p>
            {file.scan === "infected" ? <TakeMarked file={file} /> : <Take file={file} />}
          </div>
        </li>
      ))}
    </ul>
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
