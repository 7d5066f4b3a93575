import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { receiptCode } from "../guests/receipt-code";
import { secretsIn, unansweredSecrets } from "./secrets";

const code = receiptCode(Buffer.alloc(27, 7));
const opaque = "a8F3kd93KDkd93kdLs03kd93".slice(0, 24);

const FOUND: [name: string, text: string, what: RegExp, how: "always" | "asked"][] = [
  ["a receipt code", `My code is ${code}.`, /receipt code/, "always"],
  ["a receipt code typed with spaces", code.replaceAll("-", " ").toLowerCase(), /receipt code/, "always"],
  ["our own session", `Cookie: portal-session=${opaque}${opaque}`, /cookie of this portal/, "always"],
  ["our own session over https", `__Host-portal-session=${opaque}${opaque}`, /cookie of this portal/, "always"],
  ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", /private key/, "asked"],
  ["a key of OpenSSH", "-----BEGIN OPENSSH PRIVATE KEY-----", /private key/, "asked"],
  ["a key of OpenPGP", "-----BEGIN PGP PRIVATE KEY BLOCK-----", /private key/, "asked"],
  ["a bearer token", `Authorization: Bearer ${opaque}`, /access token/, "asked"],
  ["the same in JSON", `{"authorization": "Bearer ${opaque}"}`, /access token/, "asked"],
  ["an API key", `x-api-key: ${opaque}`, /access token/, "asked"],
  ["a JWT", `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${opaque}`, /JWT/, "asked"],
  ["a token of a forge", `ghp_${"a1".repeat(18)}`, /access token/, "asked"],
  ["a session cookie", `Cookie: lang=en; PHPSESSID=${opaque}; a=b`, /session cookie/, "asked"],
  ["a password in an address", "curl https://admin:hunter22@db.example/", /password in an address/, "asked"],
  ["the same of a database", "postgres://app:s3cr3t@localhost/x", /password in an address/, "asked"],
];

const CLEAN: [name: string, text: string][] = [
  ["plain words", "The session token is sent in the address bar, so the referrer leaks it."],
  ["a reference of a report", "This is the same as SDH-7K3F-9QX6-0001."],
  ["groups that are no code of ours", "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG"],
  ["a public key", "-----BEGIN PUBLIC KEY-----"],
  ["a certificate", "-----BEGIN CERTIFICATE-----"],
  ["a token taken out", "Authorization: Bearer xxxxxxxxxxxxxxxxxxxxxxxx"],
  ["a token in brackets", "Authorization: Bearer <the token of the victim>"],
  ["a variable", "Authorization: Bearer $TOKEN_OF_THE_VICTIM"],
  ["a password taken out", "https://admin:***@db.example/"],
  ["an address with a port", "http://db.example:8080/path@v2"],
  ["an address of mail", "mailto:someone@example.org"],
  ["a short value", "sid=12345"],
];

describe("secretsIn", () => {
  test.each(FOUND)("finds %s", (_name, text, what, how) => {
    expect(secretsIn(text)).toEqual([expect.objectContaining({ what: expect.stringMatching(what), how, line: 1 })]);
  });

  test.each(CLEAN)("leaves %s", (_name, text) => expect(secretsIn(text)).toEqual([]));

  test("says the line, each kind once, in order", () => {
    const text = `Hello\nhttps://a:bcd@x/\nhttps://a:bcd@y/\n-----BEGIN PRIVATE KEY-----`;
    expect(secretsIn(text).map(({ line }) => line)).toEqual([2, 4]);
  });

  test("takes a moment for whatever is typed, as long as a message may be (C19)", () => {
    const piece = fc.constantFrom("sess", "=", "a:", "//", "AAAA-", " ", "eyJ", ".", "-", "\n", "://", "@", "auth");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const text = pieces
          .join("")
          .repeat(Math.ceil(20_000 / pieces.join("").length))
          .slice(0, 20_000);
        const before = performance.now();
        secretsIn(text);
        expect(performance.now() - before).toBeLessThan(250);
      }),
      { numRuns: 60 },
    );
  });
});

describe("unansweredSecrets", () => {
  const finding = "postgres://app:s3cr3t@localhost/x";
  test("what may be the finding is asked about once", () => {
    expect(unansweredSecrets(finding, false)).toEqual([
      "Line 1 looks like a password in an address. Take it out, or say below that it belongs there",
    ]);
    expect(unansweredSecrets(finding, true)).toEqual([]);
  });

  test("a receipt code is never sent, whatever its writer says", () => {
    expect(unansweredSecrets(`${finding} ${code}`, true)).toEqual([
      expect.stringMatching(/^Line 1 looks like a receipt code.*Take it out$/),
    ]);
  });
});
