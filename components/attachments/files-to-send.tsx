"use client";

import { useRouter } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { bytesInWords } from "@/lib/attachments/accepted";
import type { AttachmentView } from "@/lib/attachments/types";
import type { Step } from "@/lib/reports/form/answers";
import { FileMarks } from "./file-marks";
import { type Sending, uploads } from "./upload-store";

const none: readonly Sending[] = [];

/** The files on the page before sending, with how far they are; sending waits for those on their way. */
export function FilesToSend({
  draftId,
  files,
  step,
}: {
  draftId: string;
  files: readonly AttachmentView[];
  /** Where they are attached. */
  step: Step;
}) {
  const router = useRouter();
  const all = useSyncExternalStore(uploads.subscribe, uploads.snapshot, () => none);
  const moving = all.filter((one) => one.place === draftId && !["done", "refused"].includes(one.phase));
  const done = all.filter((one) => one.place === draftId && one.phase === "done").length;
  useEffect(() => {
    if (done > 0) router.refresh();
  }, [done, router]);
  const unfinished = files.filter(({ state }) => state === "uploading");
  return (
    <section aria-labelledby="files-to-send" id="files">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="files-to-send" className="text-xl font-semibold">
          Files
        </h2>
        <TextLink href={`/report/${draftId}/${step}?return=check#files`}>
          Change<span className="sr-only"> files</span>
        </TextLink>
      </div>
      {unfinished.length > 0 ? (
        <Notice kind="warning" title="Sending waits for your files">
          {unfinished.length === 1 ? "One file is" : `${unfinished.length} files are`} not uploaded completely. Wait
          until
          {unfinished.length === 1 ? " it has" : " they have"} arrived, or remove what you do not need.
        </Notice>
      ) : null}
      {files.length === 0 ? (
        <p className="text-ink-soft">Not provided</p>
      ) : (
        <ul className="flex flex-col border-t border-line">
          {files.map((file) => {
            const sent = moving.find(({ id }) => id === file.id)?.sent ?? file.received;
            return (
              <li key={file.id} className="border-b border-line py-3">
                <p className="font-semibold wrap-anywhere">{file.name}</p>
                {file.state === "uploading" ? (
                  <p className="text-sm text-ink-soft tabular-nums">
                    {Math.floor((100 * sent) / file.size)} % · {bytesInWords(sent)} of {bytesInWords(file.size)}
                  </p>
                ) : (
                  <FileMarks file={file} />
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
