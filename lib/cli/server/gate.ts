import type { IncomingHttpHeaders } from "node:http";
import { isLoopbackHost } from "@/lib/env/env";
import { BARE_POLICY, CONSTANT_HEADERS } from "@/lib/request/security-headers";

/** security.md C32: one mebibyte of answers, and room for the encoding of a form around it. */
export const BODY_LIMIT = 1024 * 1024 + 128 * 1024;
/** What one request of the upload routes carries at most (C32): a file of the plain form, with the text around it. */
export const UPLOAD_BODY_LIMIT = 32 * 1024 * 1024;
export const HEADER_LIMIT = 16 * 1024;

export type Verdict =
  | { kind: "pass" }
  | { kind: "redirect"; location: string }
  | { kind: "refuse"; status: number; title: string; text: string };

/** Headers that only Next itself may set on a request; each has been the way around a check once (security.md N8). */
const INTERNAL =
  /^(x-middleware-|x-nextjs-|x-invoke-|x-next-|x-matched-path$|x-now-|x-vercel-|next-resume$|x-forwarded-|forwarded$|x-real-ip$)/;
/** Sent by Next's own browser code. */
const FROM_BROWSER = new Set(["x-nextjs-data", "x-nextjs-html-request-id", "x-nextjs-request-id"]);

export function dropInternalHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) {
    if (INTERNAL.test(name) && !FROM_BROWSER.has(name)) delete headers[name];
  }
}

/**
 * Who asks, for rate limits. The portal speaks plain HTTP, so a public https origin means that a proxy stands in front,
 * and the last address it added is the caller's; anything before that the caller may have invented.
 */
export function clientAddress(headers: IncomingHttpHeaders, socketAddress: string, appUrl: URL): string {
  const forwarded = headers["x-forwarded-for"];
  if (appUrl.protocol !== "https:" || !forwarded) return socketAddress;
  return String(forwarded).split(",").at(-1)?.trim() || socketAddress;
}

export function judge(request: { method: string; url: string; headers: IncomingHttpHeaders }, appUrl: URL): Verdict {
  const { method, url, headers } = request;
  if (!url.startsWith("/")) return refuse(400, "Not a request for this portal", "The address in it is not a path.");

  const host = headers.host?.toLowerCase() ?? "";
  if (host !== appUrl.host) {
    const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
    const bothLocal = isLoopbackHost(name) && isLoopbackHost(appUrl.hostname);
    if (bothLocal && (method === "GET" || method === "HEAD")) {
      // A leading // would name another host.
      return { kind: "redirect", location: `${appUrl.origin}/${url.replace(/^[/\\]+/, "")}` };
    }
    return refuse(421, "This portal has another address", `It answers at ${appUrl.origin}.`);
  }

  const length = headers["content-length"];
  if (length !== undefined && Number(length) > bodyLimit(url)) return tooLong(url);
  return { kind: "pass" };
}

/** Whether a request brings a file: its body may be longer, and may take its time. */
export function isUpload(url: string): boolean {
  return /^\/api\/uploads(?:[/?]|$)/.test(url);
}

/** How many bytes the body of a request to this address may have. */
export function bodyLimit(url: string): number {
  return isUpload(url) ? UPLOAD_BODY_LIMIT : BODY_LIMIT;
}

/** What is said of a body that is too long for this address. */
export function tooLong(url: string): Verdict & { kind: "refuse" } {
  if (isUpload(url)) return TOO_LARGE;
  return /^\/report\/[0-9a-f]{32}\/repro(?:\?|$)/.test(url) ? NOT_WITH_CONTINUE : TOO_LONG;
}

function refuse(status: number, title: string, text: string): Verdict {
  return { kind: "refuse", status, title, text };
}

export const TOO_LONG: Verdict & { kind: "refuse" } = {
  kind: "refuse",
  status: 413,
  title: "Too long to send",
  text: "It was not received. What you saved before is kept: go back, shorten the text, and send it again. A long log or a proof of concept can follow in a message.",
};

const TOO_LARGE: Verdict & { kind: "refuse" } = {
  kind: "refuse",
  status: 413,
  title: "Too large to upload at once",
  text: "Nothing of it was received. In this form a file must be smaller than 25 MB; choose fewer files at a time. Go back: what you typed is still there.",
};

/** A file travels with the Upload button; without scripts a form sends it with every button. */
const NOT_WITH_CONTINUE: Verdict & { kind: "refuse" } = {
  kind: "refuse",
  status: 413,
  title: "The file was not sent",
  text: "Go back: what you typed is still there. Press Upload first, and Continue once the file stands in the list. If you chose no file, shorten the text.",
};

/** A page without script or style of its own, for answers that are given before Next sees the request. */
export function plainPage(title: string, text: string): string {
  const escaped = (value: string) =>
    value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title></head>
<body><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p></main></body></html>
`;
}

/** The headers of security.md C37, for whatever is answered before Next. */
export const BARE_HEADERS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(CONSTANT_HEADERS.map(([name, value]) => [name.toLowerCase(), value])),
  "content-security-policy": BARE_POLICY,
  "cache-control": "no-store",
};

export const PLAIN_HEADERS = { ...BARE_HEADERS, "content-type": "text/html; charset=utf-8" };
