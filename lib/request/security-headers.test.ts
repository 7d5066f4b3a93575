import { describe, expect, it } from "vitest";
import {
  CONSTANT_HEADERS,
  contentSecurityPolicy,
  isCanonicalHost,
  isInternalHeader,
  transportHeaders,
} from "./security-headers";

describe("contentSecurityPolicy", () => {
  it("is rule N12 in production", () => {
    expect(contentSecurityPolicy("abc", false)).toBe(
      "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; style-src 'self' 'nonce-abc'; img-src 'self' blob:; " +
        "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    );
  });

  it("never allows evaluation or inline code outside development", () => {
    expect(contentSecurityPolicy("abc", false)).not.toMatch(/unsafe|ws:/);
    expect(contentSecurityPolicy("abc", true)).toContain("'unsafe-eval'");
  });
});

it("sends the headers of C37", () => {
  expect(CONSTANT_HEADERS.map(([name]) => name)).toEqual([
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
  ]);
  expect(new Map(CONSTANT_HEADERS).get("Permissions-Policy")).toMatch(/^([a-z-]+=\(\)(, )?)+$/);
});

it("promises https only where the portal has it", () => {
  expect(transportHeaders("http://127.0.0.1:3000")).toEqual([]);
  expect(transportHeaders("https://disclosure.example.org")).toEqual([
    ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
  ]);
});

describe("isInternalHeader", () => {
  it.each([
    "x-middleware-subrequest",
    "X-Middleware-Set-Cookie",
    "x-invoke-path",
    "x-nextjs-data",
    "next-resume",
    "x-forwarded-host",
    "x-forwarded-proto",
    "forwarded",
    "x-matched-path",
  ])("drops %s", (name) => expect(isInternalHeader(name)).toBe(true));

  it.each(["cookie", "next-action", "rsc", "next-router-state-tree", "content-type", "origin", "x-forwarded-for"])(
    "keeps %s",
    (name) => expect(isInternalHeader(name)).toBe(false),
  );
});

describe("isCanonicalHost", () => {
  it.each<[string | null, string, boolean]>([
    ["127.0.0.1:3000", "http://127.0.0.1:3000", true],
    ["[::1]:3000", "http://[::1]:3000", true],
    ["Disclosure.Example.org", "https://disclosure.example.org", true],
    ["disclosure.example.org:443", "https://disclosure.example.org", true],
    ["disclosure.example.org:80", "https://disclosure.example.org", false],
    ["localhost:3000", "http://127.0.0.1:3000", false],
    ["127.0.0.1:4000", "http://127.0.0.1:3000", false],
    ["evil.example", "https://disclosure.example.org", false],
    ["disclosure.example.org.evil.example", "https://disclosure.example.org", false],
    ["127.0.0.1:3000@evil.example", "http://127.0.0.1:3000", false],
    ["evil.example/127.0.0.1:3000", "http://127.0.0.1:3000", false],
    ["127.0.0.1:99999", "http://127.0.0.1:3000", false],
    ["", "http://127.0.0.1:3000", false],
    [null, "http://127.0.0.1:3000", false],
  ])("%s against %s: %s", (host, appUrl, canonical) => expect(isCanonicalHost(host, appUrl)).toBe(canonical));
});
