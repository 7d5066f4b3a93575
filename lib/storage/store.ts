/** What a store needs to go on with an unfinished object, kept by whoever uploads. Null before anything was written. */
export type StoreState = { upload: string; parts: string[] };

/** What stands under a key; the store knows neither names nor what the bytes mean. */
export type StoredObject = { key: string; changedAt: Date; finished: boolean };

/**
 * Where sealed bytes rest: objects under random keys. An object is written from its beginning in pieces of one
 * size, may rest unfinished and be gone on with at a whole piece, and is readable once finished.
 */
export interface FileStore {
  /** How many sealed chunks make a piece: writing goes on only at a multiple of it. */
  readonly chunksInPiece: number;

  /**
   * Begins or goes on at byte `at`, a whole number of pieces, dropping whatever came after it.
   * Writing too much is the caller's error.
   */
  open(key: string, state: StoreState | null, at: number): Promise<StoreWriter>;

  /** Makes the object readable as a whole, durably. Called once everything is written; a second call changes nothing. */
  finish(key: string, state: StoreState | null): Promise<void>;

  /** The bytes from `start` (inclusive) to `end` (exclusive) of a finished object. @throws MissingObject */
  read(key: string, range?: { start: number; end: number }): AsyncIterable<Uint8Array>;

  /** Removes an object, finished or not, and what an upload left; removing nothing is no error. */
  remove(key: string, state: StoreState | null): Promise<void>;

  /** Everything that is stored, in no order. */
  list(): AsyncIterable<StoredObject>;

  /** Bytes that can still be written; null where there is no such number. */
  free(): Promise<number | null>;
}

export interface StoreWriter {
  /** One piece; only the last of an object may be shorter. */
  write(piece: Uint8Array): Promise<void>;
  /** Resolves once everything written is durable, with what is needed to go on. */
  close(): Promise<StoreState | null>;
}

export class MissingObject extends Error {
  override readonly name = "MissingObject";
  constructor() {
    super("The file store holds no finished object under this key.");
  }
}
