import { expect, test } from "vitest";
import { isOwnRequest } from "./own-request";

const APP = "https://disclosure.example.org";

test.each([
  ["a page of ours", { origin: APP, "sec-fetch-site": "same-origin" }, true],
  ["an old browser", { origin: APP }, true],
  ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, false],
  ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }, false],
  ["nobody says who", {}, false],
  ["a sibling domain", { origin: "https://evil.example.org", "sec-fetch-site": "same-site" }, false],
  ["plain http", { origin: "http://disclosure.example.org" }, false],
  ["our origin and a foreign site", { origin: APP, "sec-fetch-site": "cross-site" }, false],
])("%s", (_who, headers, own) => expect(isOwnRequest(new Headers(headers), APP)).toBe(own));
