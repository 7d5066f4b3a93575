import { Tag } from "@/components/ui/tag";
import { bytesInWords, MARKS } from "@/lib/attachments/accepted";
import type { AttachmentView } from "@/lib/attachments/types";

const SCANNED: Record<AttachmentView["scan"], string> = {
  off: "Not scanned for viruses",
  pending: "Not scanned for viruses yet",
  clean: "No virus found",
  infected: "Marked by the virus scan",
  error: "Could not be scanned for viruses",
};

/** What is known of a file that has arrived: its size, what the scan said, and what sets it apart. */
export function FileMarks({ file }: { file: AttachmentView }) {
  return (
    <>
      <p className="text-sm text-ink-soft">
        {bytesInWords(file.size)} · {file.state === "scanning" ? "Scanning for viruses" : SCANNED[file.scan]}
      </p>
      {file.scan === "infected" ? (
        <p className="text-sm">
          <Tag tone="breach" fill>
            {`Virus scan: ${file.finding ?? "something found"}`}
          </Tag>{" "}
          It {MARKS.infected}.
        </p>
      ) : null}
      {file.declared === "" ? <p className="text-sm">It {MARKS.unlisted}.</p> : null}
      {file.looksLike ? <p className="text-sm">It {MARKS.looksLike(file.looksLike, file.declared)}.</p> : null}
      {file.rewritten ? <p className="text-sm">It {MARKS.rewritten}.</p> : null}
      {file.locked ? <p className="text-sm">It {MARKS.locked}.</p> : null}
    </>
  );
}
