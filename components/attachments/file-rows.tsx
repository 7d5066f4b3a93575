"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { bytesInWords } from "@/lib/attachments/accepted";
import { tellsInWords } from "@/lib/attachments/tells";
import type { AttachmentView } from "@/lib/attachments/types";
import { FileMarks } from "./file-marks";
import { type Sending, uploads } from "./upload-store";

const share = (sent: number, size: number) =>
  `${Math.floor((100 * sent) / Math.max(1, size))} % · ${bytesInWords(sent)} of ${bytesInWords(size)}`;

function Row({ name, children, buttons }: { name: string; children: ReactNode; buttons: ReactNode }) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-b border-line py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-semibold wrap-anywhere">{name}</p>
        {children}
      </div>
      {buttons}
    </li>
  );
}

/** What a button of a form without scripts does, or what it does here. */
export type Press = (field: "_remove" | "_rewrite", id: string) => Record<string, unknown>;

/** A file that the server has, wholly or in part. */
export function AttachedRow({
  file,
  press,
  problem,
  busy,
}: {
  file: AttachmentView;
  press: Press;
  problem: string | null;
  busy: boolean;
}) {
  const tells = tellsInWords(file.tells, file.canRewrite || file.declared !== "pdf" ? "picture" : "document");
  return (
    <Row
      name={file.name}
      buttons={
        <Button variant="quiet" size="compact" {...press("_remove", file.id)} formNoValidate>
          Remove<span className="sr-only"> {file.name}</span>
        </Button>
      }
    >
      {file.state === "uploading" ? (
        <p className="text-sm text-soon">
          Stopped at {share(file.received, file.size)}. Choose the same file again to go on, or remove it.
        </p>
      ) : (
        <FileMarks file={file} />
      )}
      {tells ? (
        <div className="mt-2 flex flex-col items-start gap-2 border-s-2 border-soon ps-3">
          <p className="text-sm">
            {tells}.{" "}
            {file.canRewrite
              ? "We can write it anew without that. It then looks the same, and the original is gone."
              : "We keep it as it is: take that out with your own program if nobody should know, and attach it again."}
          </p>
          {file.canRewrite ? (
            <Button variant="secondary" size="compact" {...press("_rewrite", file.id)} formNoValidate>
              {busy ? "Writing it anew…" : "Take that out"}
              <span className="sr-only"> of {file.name}</span>
            </Button>
          ) : null}
        </div>
      ) : null}
      {problem ? <p className="text-sm font-semibold text-breach">{problem}</p> : null}
    </Row>
  );
}

/** A file on its way from this page. */
export function SendingRow({ one, remove }: { one: Sending; remove: () => void }) {
  const { phase, name } = one;
  return (
    <Row
      name={name}
      buttons={
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
      }
    >
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
    </Row>
  );
}
