import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { PolicyDocument } from "./schema";

/** The bytes of a policy document wherever it is served, hashed or signed: RFC 8785 canonical JSON. */
export function policyBytes(document: PolicyDocument): string {
  const bytes = canonicalize(document);
  if (bytes === undefined) throw new TypeError("A policy document is always an object");
  return bytes;
}

/** SHA-256 of the document's bytes, lower-case hex; what a receipt pins. */
export function contentHash(document: PolicyDocument): string {
  return createHash("sha256").update(policyBytes(document), "utf8").digest("hex");
}
