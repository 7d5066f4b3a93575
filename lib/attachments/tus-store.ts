import type { Readable } from "node:stream";
import { DataStore, Upload } from "@tus/server";
import type { Context } from "@/lib/request/transaction";
import { receivePart } from "./mutations/receive-part";
import { removeFile } from "./mutations/remove";
import { uploadProgress } from "./queries";

/** The tus protocol over our own files: each call is authorised anew, for the person of this one request. */
export class WaitingFiles extends DataStore {
  override extensions = ["creation", "termination"];

  constructor(private readonly ctx: Context) {
    super();
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size, offset } = await uploadProgress(this.ctx, id);
    return new Upload({ id, size, offset });
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    return (await receivePart(this.ctx, { publicId: id, offset, source: stream })).offset;
  }

  override async remove(id: string): Promise<void> {
    await removeFile(this.ctx, { publicId: id });
  }
}
