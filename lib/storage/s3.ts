import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { SEALED_CHUNK_BYTES } from "@/lib/vault/stream";
import { type FileStore, MissingObject, type StoreState, type StoreWriter } from "./store";

const PREFIX = "files/";
/** Parts of 5 MiB and their overhead: S3 takes no smaller one but the last. */
const CHUNKS_IN_PART = 20;
const PART_BYTES = CHUNKS_IN_PART * SEALED_CHUNK_BYTES;
const UNKNOWN_VERB = ["NotImplemented", "MethodNotAllowed"];
const DEFAULT_REGION = "us-east-1";

/** `s3://key:secret@host/bucket`, `?region=` where the service asks for one; `http:` only for a service on this machine. */
export function s3Store(url: URL): FileStore {
  const bucket = decodeURIComponent(url.pathname.replace(/^\/|\/$/g, ""));
  const client = new S3Client({
    endpoint: `${url.protocol === "http:" ? "http" : "https"}://${url.host}`,
    region: url.searchParams.get("region") ?? DEFAULT_REGION,
    credentials: {
      accessKeyId: decodeURIComponent(url.username),
      secretAccessKey: decodeURIComponent(url.password),
    },
    forcePathStyle: true,
    // What is stored is authenticated already; not every service knows the newer checksums.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const at = (key: string) => ({ Bucket: bucket, Key: PREFIX + key });

  async function isThere(key: string): Promise<boolean> {
    try {
      await client.send(new HeadObjectCommand(at(key)));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async function begin(key: string): Promise<string> {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(at(key)));
    if (!UploadId) throw new Error("the object store began no upload");
    return UploadId;
  }

  return {
    chunksInPiece: CHUNKS_IN_PART,

    async open(key, state, position): Promise<StoreWriter> {
      const before = state?.parts.slice(0, position / PART_BYTES) ?? [];
      if (before.length * PART_BYTES !== position) throw new MissingObject();
      let current: StoreState | null = state ? { ...state, parts: before } : null;
      return {
        async write(piece) {
          current ??= { upload: await begin(key), parts: [] };
          const { ETag } = await client.send(
            new UploadPartCommand({
              ...at(key),
              UploadId: current.upload,
              PartNumber: current.parts.length + 1,
              Body: piece,
            }),
          );
          if (!ETag) throw new Error("the object store acknowledged no part");
          current = { ...current, parts: [...current.parts, ETag] };
        },
        close: async () => current,
      };
    },

    async finish(key, state) {
      if (!state) throw new MissingObject();
      try {
        await client.send(
          new CompleteMultipartUploadCommand({
            ...at(key),
            UploadId: state.upload,
            MultipartUpload: { Parts: state.parts.map((ETag, index) => ({ ETag, PartNumber: index + 1 })) },
          }),
        );
      } catch (error) {
        // Completed by a try whose answer was lost.
        if (await isThere(key)) return;
        throw isMissing(error) ? new MissingObject() : error;
      }
    },

    async *read(key, range) {
      if (range && range.end <= range.start) return;
      const Range = range ? `bytes=${range.start}-${range.end - 1}` : undefined;
      const { Body } = await client.send(new GetObjectCommand({ ...at(key), Range })).catch((error: unknown) => {
        throw isMissing(error) ? new MissingObject() : error;
      });
      if (!Body) throw new MissingObject();
      yield* Body as AsyncIterable<Uint8Array>;
    },

    async remove(key, state) {
      if (state) {
        await client
          .send(new AbortMultipartUploadCommand({ ...at(key), UploadId: state.upload }))
          .catch((error: unknown) => {
            // Where a service knows no abort, its own rule for unfinished uploads removes the parts.
            if (!isMissing(error) && !UNKNOWN_VERB.includes(nameOf(error))) throw error;
          });
      }
      await client.send(new DeleteObjectCommand(at(key)));
    },

    async *list() {
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: PREFIX, ContinuationToken }));
        for (const { Key, LastModified } of page.Contents ?? []) {
          if (Key && LastModified) yield { key: Key.slice(PREFIX.length), changedAt: LastModified, finished: true };
        }
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
    },

    free: async () => null,
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

function isMissing(error: unknown): boolean {
  return ["NoSuchKey", "NoSuchUpload", "NotFound"].includes(nameOf(error));
}
