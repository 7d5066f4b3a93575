import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { CONSTANT_HEADERS } from "@/lib/request/security-headers";
import { accepts } from "./answers";

const TYPES: Record<string, string> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};
const PACKED = ".br";

/** Answers a request for a file of the build; false when it is none of these. */
export type StaticFiles = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Scripts and styles as the build packed them, held in memory: together less than a megabyte. */
export function packedFiles(directory: string): StaticFiles {
  const files = new Map<string, { type: string; body: Buffer }>();
  const names = existsSync(directory) ? readdirSync(directory, { recursive: true, encoding: "utf8" }) : [];
  for (const name of names.filter((one) => one.endsWith(PACKED))) {
    const path = name.slice(0, -PACKED.length);
    const type = TYPES[extname(path)];
    const address = `/_next/static/${path.split(sep).join("/")}`;
    if (type) files.set(address, { type, body: readFileSync(join(directory, name)) });
  }
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const file = files.get((request.url ?? "").split("?", 1)[0] ?? "");
    if (!file || !accepts(request.headers["accept-encoding"], "br")) return false;
    response.writeHead(200, {
      ...Object.fromEntries(CONSTANT_HEADERS),
      "content-type": file.type,
      "content-encoding": "br",
      "content-length": file.body.length,
      // Its name changes with its content.
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
    });
    response.end(request.method === "HEAD" ? undefined : file.body);
    return true;
  };
}
