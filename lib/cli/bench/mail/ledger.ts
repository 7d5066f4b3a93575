import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

/** A mail that the portal answered with 250, and what its sender handed over. */
export type Taken = { messageId: string; sha256: string; signed: boolean; tries: number; ms: number };

/** The sender's own book, on disk before a mail counts as handed over: the portal's word is not asked for it. */
export class SendersLedger {
  readonly #file: number;

  constructor(readonly path: string) {
    this.#file = openSync(path, "a", 0o600);
  }

  write(entry: Taken): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.#file);
  }

  /** What is on the disk, read anew. */
  close(): Taken[] {
    closeSync(this.#file);
    return readFileSync(this.path, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Taken);
  }
}
