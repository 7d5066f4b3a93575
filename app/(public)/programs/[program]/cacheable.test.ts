import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { cacheable } from "./cacheable";

const asked = (ifNoneMatch?: string) =>
  new Request("http://portal.example/policy.json", ifNoneMatch ? { headers: { "if-none-match": ifNoneMatch } } : {});
const body = { text: '{"a":"é"}', type: "application/json" };
const tag = `"${createHash("sha256").update(body.text).digest("hex")}"`;

describe("cacheable", () => {
  test("sends the exact bytes with their hash as ETag", async () => {
    const response = cacheable(asked(), body);
    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).toBe(tag);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await response.text()).toBe(body.text);
  });

  test.each([tag, `W/${tag}`, `"other", ${tag}`, "*"])("answers 304 without a body to who knows %s", async (known) => {
    const response = cacheable(asked(known), body);
    expect(response.status).toBe(304);
    expect(await response.text()).toBe("");
    expect(response.headers.get("etag")).toBe(tag);
  });

  test("sends the bytes to who knows others", () => {
    expect(cacheable(asked('"other"'), body).status).toBe(200);
  });

  test("what never changes may be kept for a year, what may change is asked for again", () => {
    expect(cacheable(asked(), { ...body, immutable: true }).headers.get("cache-control")).toContain("immutable");
    expect(cacheable(asked(), body).headers.get("cache-control")).toBe("public, no-cache");
  });
});
