import { describe, expect, test } from "vitest";
import { BODY_LIMIT, clientAddress, dropInternalHeaders, judge, plainPage, UPLOAD_BODY_LIMIT } from "./gate";

const local = new URL("http://127.0.0.1:3000");
const open = new URL("https://disclosure.example.org");
const get = (host: string, url = "/", method = "GET") => ({ method, url, headers: { host } });

describe("judge", () => {
  test("passes what is addressed to the portal", () => {
    expect(judge(get("127.0.0.1:3000"), local)).toEqual({ kind: "pass" });
    expect(judge(get("Disclosure.Example.org"), open)).toEqual({ kind: "pass" });
  });

  test("sends another loopback name to the one address, keeping the path, never to another host", () => {
    expect(judge(get("localhost:3000", "/programs?x=1"), local)).toEqual({
      kind: "redirect",
      location: "http://127.0.0.1:3000/programs?x=1",
    });
    expect(judge(get("localhost:3000", "//evil.example/a"), local)).toMatchObject({
      location: "http://127.0.0.1:3000/evil.example/a",
    });
  });

  test.each([
    ["a POST to another loopback name", get("localhost:3000", "/", "POST"), local],
    ["a rebound name", get("rebind.example:3000"), local],
    ["no host", { method: "GET", url: "/", headers: {} }, local],
    ["loopback for a public portal", get("127.0.0.1:3000"), open],
    ["a port more", get("disclosure.example.org:8443"), open],
  ])("misdirected: %s", (_name, request, appUrl) => {
    expect(judge(request, appUrl)).toMatchObject({ kind: "refuse", status: 421 });
  });

  test("refuses an absolute target", () => {
    expect(judge(get("127.0.0.1:3000", "http://127.0.0.1:3000/"), local)).toMatchObject({ status: 400 });
  });

  test("refuses a body by its announced length", () => {
    const sized = (length: number) => ({
      ...get("127.0.0.1:3000", "/", "POST"),
      headers: { host: "127.0.0.1:3000", "content-length": String(length) },
    });
    expect(judge(sized(BODY_LIMIT), local)).toEqual({ kind: "pass" });
    expect(judge(sized(BODY_LIMIT + 1), local)).toMatchObject({
      kind: "refuse",
      status: 413,
      title: "Too long to send",
    });
  });
});

describe("a body with a file", () => {
  const sent = (url: string, length: number) =>
    judge(
      { ...get("127.0.0.1:3000", url, "POST"), headers: { host: "127.0.0.1:3000", "content-length": String(length) } },
      local,
    );

  test.each(["/api/uploads", "/api/uploads/form/0a", "/api/uploads?x=1"])("may be longer at %s", (url) => {
    expect(sent(url, UPLOAD_BODY_LIMIT)).toEqual({ kind: "pass" });
    expect(sent(url, UPLOAD_BODY_LIMIT + 1)).toMatchObject({ status: 413, title: "Too large to upload at once" });
  });

  test.each(["/api/uploadsx", "/api/attachments/1", "/x/api/uploads"])("and nowhere else: %s", (url) => {
    expect(sent(url, BODY_LIMIT + 1)).toMatchObject({ status: 413, title: "Too long to send" });
  });

  test("sent with Continue is told where it goes", () => {
    const url = `/report/${"0a".repeat(16)}/repro?return=check`;
    expect(sent(url, BODY_LIMIT + 1)).toMatchObject({ status: 413, title: "The file was not sent" });
  });
});

test("drops the headers that only Next may set", () => {
  const headers = {
    "x-middleware-subrequest": "a",
    "x-forwarded-host": "evil",
    "x-invoke-path": "/staff",
    "next-resume": "1",
    "x-nextjs-prerender": "1",
    "x-matched-path": "/staff",
    "next-action": "abc",
    rsc: "1",
    cookie: "a=b",
  };
  dropInternalHeaders(headers);
  expect(Object.keys(headers)).toEqual(["next-action", "rsc", "cookie"]);
});

test("believes a forwarded address only from a proxy, and only the last one", () => {
  const headers = { "x-forwarded-for": "203.0.113.9, 198.51.100.4" };
  expect(clientAddress(headers, "127.0.0.1", local)).toBe("127.0.0.1");
  expect(clientAddress(headers, "127.0.0.1", open)).toBe("198.51.100.4");
  expect(clientAddress({}, "192.0.2.1", open)).toBe("192.0.2.1");
});

test("plainPage escapes", () => {
  expect(plainPage("<b>", '"&')).toContain("<h1>&lt;b&gt;</h1><p>&quot;&amp;</p>");
});
