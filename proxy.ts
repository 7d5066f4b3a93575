import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env/env";
import {
  BARE_POLICY,
  CONSTANT_HEADERS,
  contentSecurityPolicy,
  isCanonicalHost,
  isInternalHeader,
  transportHeaders,
} from "@/lib/request/security-headers";

const DEVELOPMENT = process.env.NODE_ENV === "development";

function dressed(response: NextResponse, policy: string): NextResponse {
  for (const [name, value] of CONSTANT_HEADERS) response.headers.set(name, value);
  for (const [name, value] of transportHeaders(env().APP_URL)) response.headers.set(name, value);
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

function refusal(status: number, sentence: string): NextResponse {
  const response = new NextResponse(`${sentence}\n`, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
  return dressed(response, BARE_POLICY);
}

/** Nonce, header hygiene and the canonical origin (security.md N6). Nothing is authorised here: without it, nothing opens. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname } = request.nextUrl;
  const canonical = new URL(env().APP_URL);
  if (!isCanonicalHost(request.headers.get("host"), canonical.origin)) {
    return refusal(421, "This portal does not answer under that name.");
  }
  if (pathname.startsWith("/_next/image")) return refusal(404, "Page not found");

  const nonce = crypto.randomUUID().replaceAll("-", "");
  const policy = contentSecurityPolicy(nonce, DEVELOPMENT);
  const headers = new Headers();
  for (const [name, value] of request.headers) if (!isInternalHeader(name)) headers.append(name, value);
  headers.set("x-forwarded-host", canonical.host);
  headers.set("x-forwarded-proto", canonical.protocol.slice(0, -1));
  // Next takes the nonce of its own scripts from here.
  headers.set("Content-Security-Policy", policy);
  return dressed(NextResponse.next({ request: { headers } }), policy);
}

export const config = {
  // Static files and the upload routes (their bodies must not be buffered) get their headers from next.config.ts and their own code.
  matcher: ["/((?!_next/static/|api/uploads(?:/|$)|api/attachments(?:/|$)|icon\\.svg$).*)"],
};
