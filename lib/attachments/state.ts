/**
 * What is known from the virus scan. `off`: nobody looks, no scanner is set up. `pending`: it will be looked at.
 * `error`: the scanner looked and could not judge.
 */
export const SCANS = ["off", "pending", "clean", "infected", "error"] as const;
export type Scan = (typeof SCANS)[number];

export const ATTACHMENT_STATES = ["waiting", "uploading", "scanning", "ready", "refused"] as const;
export type AttachmentState = (typeof ATTACHMENT_STATES)[number];

type Facts = { finishedAt: Date | null; scan: Scan; scanTriedAt: Date | null };

/** Where a stored file stands. `waiting` and `refused` are known to a browser only: such a file was never stored. */
export function attachmentState({ finishedAt, scan, scanTriedAt }: Facts): AttachmentState {
  if (finishedAt === null) return "uploading";
  // A scanner that is away keeps nobody waiting: the file is ready and says that it was not scanned yet.
  return scan === "pending" && scanTriedAt === null ? "scanning" : "ready";
}
