import type { AttachmentState, Scan } from "./state";
import type { Tell } from "./tells";

/** A file as a page shows it. Its name is shown inert: hidden characters stand there as their numbers. */
export type AttachmentView = {
  /** In addresses. */
  id: string;
  name: string;
  /** Of a report: the message or the internal note that it came with; null when it came with the report itself. */
  cameWith: { kind: "message" | "note"; id: string } | null;
  /** Bytes, and how many of them have arrived. */
  size: number;
  received: number;
  state: AttachmentState;
  scan: Scan;
  /** The scanner's name of what it found. */
  finding: string | null;
  /** What it looks like instead of what its name says. */
  looksLike: string | null;
  /** What its name says it is; empty for a type that is not listed. */
  declared: string;
  /** Opens with a password only. */
  locked: boolean;
  /** Hex; null until it is complete. */
  sha256: string | null;
  hasPreview: boolean;
  /** What its metadata tells about whoever made it, and whether the portal can write it anew without that. */
  tells: readonly Tell[];
  canRewrite: boolean;
  /** A picture that was written anew: its bytes are not those of the camera. */
  rewritten: boolean;
  /** When the file was last changed on the uploader's machine, to know it again on resuming; 0 when not told. */
  modified: number;
};
