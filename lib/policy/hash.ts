import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { canonicalJson } from "../receipts/canonical";
import type { LintSubject } from "./lint/types";
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

/** The same of a draft: the hash that its content has once it is published as it stands. */
export function documentHash(document: LintSubject): string {
  return createHash("sha256").update(canonicalJson(document), "utf8").digest("hex");
}
