import { createHash } from "node:crypto";

type Body = { text: string; type: string; etag?: string; immutable?: boolean };

/** Bytes with an ETag: 304 to who has them already, and no cookie read or set. */
export function cacheable(request: Request, { text, type, etag, immutable = false }: Body): Response {
  const tag = `"${etag ?? createHash("sha256").update(text, "utf8").digest("hex")}"`;
  const headers = {
    etag: tag,
    "content-type": `${type}; charset=utf-8`,
    "cache-control": immutable ? "public, max-age=31536000, immutable" : "public, no-cache",
    "x-content-type-options": "nosniff",
  };
  const known = request.headers
    .get("if-none-match")
    ?.split(",")
    .map((value) => value.trim().replace(/^W\//, ""));
  if (known?.includes(tag) || known?.includes("*")) return new Response(null, { status: 304, headers });
  return new Response(text, { headers });
}

export function nothingHere(): Response {
  return new Response("Page not found\n", { status: 404, headers: { "content-type": "text/plain; charset=utf-8" } });
}
