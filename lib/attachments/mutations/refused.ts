import "server-only";
import { PortalError } from "@/lib/errors";
import { type Refusal, refusalSentence } from "../accepted";
import { shownName } from "../file-name";

export const SENT_ALREADY = "This report has been sent, so nothing can be added to its draft. Write a message instead.";

/** A refusal that stands at the file field. */
export class RefusedFile extends PortalError {
  constructor(
    readonly refusal: Refusal,
    name: string,
  ) {
    const sentence = refusalSentence(refusal, shownName(name));
    super("INVALID", sentence, { files: [sentence] });
  }
}
