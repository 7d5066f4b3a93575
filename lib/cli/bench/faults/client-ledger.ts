import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import type { SentFile } from "./files";

/** What the client was told: this draft is that report. Written down before it counts. */
export type Acknowledgement = {
  draft: string;
  reference: string;
  /** When the client began to send and when the whole answer was there: ISO instants of the same machine. */
  sentAt: string;
  answeredAt: string;
  tries: number;
  /** What the client attached, by its own hashes of what it sent. */
  files: SentFile[];
};

/** The client's own book, on disk before anything is counted as acknowledged: the portal's word is not asked for it. */
export class ClientLedger {
  readonly #file: number;
  #count = 0;

  constructor(readonly path: string) {
    this.#file = openSync(path, "a", 0o600);
  }

  get count(): number {
    return this.#count;
  }

  write(entry: Acknowledgement): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.#file);
    this.#count += 1;
  }

  /** What is on the disk, read anew. */
  close(): Acknowledgement[] {
    closeSync(this.#file);
    return readFileSync(this.path, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Acknowledgement);
  }
}
