import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { canonicalBytes, canonicalJson } from "./canonical";
import { newReceiptKey, receiptKeySet, signingKey } from "./keys";
import { answerLeaves, compareAnswers, newSalt } from "./leaves";
import { signReceipt } from "./receipt";
import type { ReceiptPayload } from "./schema";
import { verifyReceipt } from "./verify";
import { verifyReceiptInBrowser } from "./verify-in-browser";

const key = newReceiptKey();
const privateKey = signingKey(key.privateKey);
const jwks = receiptKeySet([newReceiptKey().publicKey, key.publicKey]);
const answers = {
  title: { value: "Stored XSS in “notes”", salt: newSalt() },
  urls: { value: ["https://a.example/1", "https://a.example/2"], salt: newSalt() },
  poc: { value: "<script>\u0000</script>", salt: newSalt() },
};
const payload: ReceiptPayload = {
  type: "report-receipt",
  portal: "http://127.0.0.1:3000",
  program: "example-program",
  reference: "ABC-7K3F-9QX6",
  receivedAt: "2025-06-24T22:00:00.000Z",
  channel: "web",
  policy: { version: "1.2", hash: "ab".repeat(32) },
  calendarVersion: 1,
  commitments: [
    { clock: "acknowledge", rigidity: "MUST", amount: 2, unit: "business_day", due: "2025-06-27T04:00:00.000Z" },
  ],
  answers: answerLeaves(answers),
  attachments: [{ sha256: "cd".repeat(32), size: 1234 }],
};

/** Signs anything, as a portal with a defect would. */
function forge(content: unknown, envelope: Record<string, unknown> = {}): string {
  const signature = sign(null, canonicalBytes(content), privateKey).toString("base64url");
  return canonicalJson({ v: 1, alg: "Ed25519", kid: key.kid, payload: content, signature, ...envelope });
}

async function bothRefuse(bytes: string | Uint8Array, reason?: RegExp): Promise<void> {
  const verdict = verifyReceipt(bytes, jwks);
  expect(verdict.ok).toBe(false);
  expect(await verifyReceiptInBrowser(bytes, jwks)).toEqual(verdict);
  if (reason && !verdict.ok) expect(verdict.reason).toMatch(reason);
}

let receipt = "";
beforeAll(() => {
  receipt = signReceipt(payload, privateKey);
});

describe("a signed receipt", () => {
  test("verifies as text and as bytes, in Node and by Web Crypto", async () => {
    for (const bytes of [receipt, Buffer.from(receipt)]) {
      expect(verifyReceipt(bytes, jwks)).toEqual({ ok: true, payload, kid: key.kid });
      expect(await verifyReceiptInBrowser(bytes, jwks)).toEqual({ ok: true, payload, kid: key.kid });
    }
  });

  test("is exactly the canonical bytes of its object", () => {
    expect(canonicalJson(JSON.parse(receipt))).toBe(receipt);
    expect(Object.keys(JSON.parse(receipt))).toEqual(["alg", "kid", "payload", "signature", "v"]);
  });

  test("stays valid after key rotation and when the set holds members that are not known", () => {
    const published = { keys: [{ ...key.publicKey, "x-retired": true }, newReceiptKey().publicKey], note: "" };
    expect(verifyReceipt(receipt, published).ok).toBe(true);
  });

  test("keeps verifying when an answer is withheld, and still proves the others", () => {
    const verdict = verifyReceipt(receipt, jwks);
    if (!verdict.ok) throw new Error(verdict.reason);
    const { title: _, ...disclosed } = answers;
    expect(compareAnswers(verdict.payload.answers.leaves, disclosed)).toEqual({
      title: "withheld",
      urls: "proven",
      poc: "proven",
    });
  });
});

describe("changed bytes", () => {
  test("every flipped bit of every byte is refused", () => {
    const bytes = Buffer.from(receipt);
    const accepted: string[] = [];
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes.readUInt8(index);
      for (let bit = 0; bit < 8; bit++) {
        bytes.writeUInt8(byte ^ (1 << bit), index);
        if (verifyReceipt(bytes, jwks).ok) accepted.push(`${index}:${bit}`);
      }
      bytes.writeUInt8(byte, index);
    }
    expect(accepted).toEqual([]);
    expect(verifyReceipt(bytes, jwks).ok).toBe(true);
  }, 60_000);

  test("any other byte anywhere is refused", () => {
    const bytes = Buffer.from(receipt);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (index, mask) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(index) ^ mask, index);
        return !verifyReceipt(changed, jwks).ok;
      }),
      { numRuns: 1000 },
    );
  });

  test("every removed byte, every truncation and inserted bytes are refused", () => {
    const bytes = Buffer.from(receipt);
    for (let index = 0; index < bytes.length; index++) {
      const without = Buffer.concat([bytes.subarray(0, index), bytes.subarray(index + 1)]);
      const withSpace = Buffer.concat([bytes.subarray(0, index), Buffer.from(" "), bytes.subarray(index)]);
      expect(verifyReceipt(without, jwks).ok).toBe(false);
      expect(verifyReceipt(withSpace, jwks).ok).toBe(false);
      expect(verifyReceipt(bytes.subarray(0, index), jwks).ok).toBe(false);
    }
  }, 60_000);

  test.each([
    ["a final line break", () => `${receipt}\n`, /exact bytes/],
    ["a byte order mark", () => `\ufeff${receipt}`, /not JSON/],
    ["indentation", () => JSON.stringify(JSON.parse(receipt), null, 2), /exact bytes/],
    [
      "another order of members",
      () => receipt.replace('{"alg":"Ed25519",', "{").replace(/}$/, ',"alg":"Ed25519"}'),
      /exact/,
    ],
    ["a repeated member", () => receipt.replace('"v":1}', '"v":1,"v":1}'), /exact bytes/],
    ["a repeated member inside", () => receipt.replace('"size":1234', '"size":1,"size":1234'), /exact bytes/],
    ["a number spelt otherwise", () => receipt.replace('"v":1}', '"v":1.0}'), /exact bytes/],
    ["an escaped character", () => receipt.replace("example-program", "ex\\u0061mple-program"), /exact bytes/],
    ["bytes that are not UTF-8", () => Buffer.concat([Buffer.from(receipt), Buffer.from([0xff])]), /UTF-8/],
    ["a lone surrogate", () => receipt.replace("example-program", "\ud800"), /UTF-8/],
    ["an escaped lone surrogate", () => receipt.replace("example-program", "\\ud800"), /canonical JSON/],
    ["nothing", () => "", /not JSON/],
    ["another document", () => "null", /known form/],
    ["a large file", () => " ".repeat(1_000_001), /too large/],
  ])("%s is refused", async (_, change, reason) => {
    await bothRefuse(change(), reason);
  });
});

describe("changed members", () => {
  const edit = (change: Record<string, unknown>) => canonicalJson({ ...JSON.parse(receipt), ...change });

  test("an unknown member is refused, in the envelope and, although signed, inside", async () => {
    await bothRefuse(edit({ extra: 1 }), /member that no receipt has: extra/);
    await bothRefuse(forge({ ...payload, extra: 1 }), /member that no receipt has: extra/);
    await bothRefuse(forge({ ...payload, policy: { ...payload.policy, extra: 1 } }), /no receipt has/);
    const proto = JSON.parse(`{"__proto__":"${"ab".repeat(32)}"}`);
    await bothRefuse(
      forge({ ...payload, answers: { ...payload.answers, leaves: proto } }),
      /no receipt has|known form/,
    );
  });

  test.each([
    ["another version", { v: 2 }],
    ["no algorithm", { alg: "none" }],
    ["another algorithm", { alg: "HS256" }],
    ["the JOSE name", { alg: "EdDSA" }],
  ])("%s is refused", async (_, change) => {
    await bothRefuse(edit(change), /known form: look at (v|alg)/);
  });

  test("base64url that does not re-encode to itself is refused", async () => {
    const { signature } = JSON.parse(receipt) as { signature: string };
    // 64 bytes leave four unused bits in the last symbol: its neighbour decodes to the same bytes.
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const twin = signature.slice(0, -1) + alphabet.charAt(alphabet.indexOf(signature.slice(-1)) + 1);
    expect(Buffer.from(twin, "base64url").equals(Buffer.from(signature, "base64url"))).toBe(true);
    await bothRefuse(edit({ signature: twin }), /look at signature/);
    await bothRefuse(edit({ signature: `${signature}==` }), /look at signature/);
    await bothRefuse(
      edit({ signature: `${signature.replaceAll("-", "+").replaceAll("_", "/")}=` }),
      /look at signature/,
    );
    await bothRefuse(edit({ kid: `${key.kid.slice(0, -1)}=` }), /look at kid/);
  });

  test("a key that nobody published is refused", async () => {
    const stranger = newReceiptKey();
    await bothRefuse(signReceipt(payload, signingKey(stranger.privateKey)), /No published key/);
    expect(verifyReceipt(receipt, { keys: [] })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/No published/),
    });
  });

  test("a published key under a name that is not its thumbprint is refused", async () => {
    const mislabelled = { keys: [{ ...newReceiptKey().publicKey, kid: key.kid }] };
    expect(verifyReceipt(receipt, mislabelled)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/No published/),
    });
    expect(await verifyReceiptInBrowser(receipt, mislabelled)).toEqual(verifyReceipt(receipt, mislabelled));
  });

  test("a key set of another form is refused", () => {
    for (const set of [null, {}, { keys: [{ kty: "RSA" }] }, "keys"]) {
      expect(verifyReceipt(receipt, set)).toMatchObject({ ok: false, reason: expect.stringMatching(/key set/) });
    }
  });

  test("a due date moved by a second is refused", async () => {
    await bothRefuse(receipt.replace("2025-06-27T04:00:00.000Z", "2025-06-27T04:00:01.000Z"), /was changed/);
  });

  test("leaves that do not belong to their root are refused although signed", async () => {
    const leaves = { ...payload.answers.leaves, title: "00".repeat(32) };
    await bothRefuse(forge({ ...payload, answers: { ...payload.answers, leaves } }), /root/);
  });
});

describe("signReceipt", () => {
  test.each([
    ["a clock of our own", { commitments: [{ ...payload.commitments[0], clock: "next_update" }] }],
    ["a reference with a wrong check symbol", { reference: "ABC-7K3F-9QX7" }],
    ["a portal with a path", { portal: "https://portal.example/" }],
    ["a local time", { receivedAt: "2025-06-24T18:00:00-04:00" }],
    ["an unknown member", { reporter: "x" }],
    ["a root of other leaves", { answers: { ...payload.answers, root: "00".repeat(32) } }],
  ])("refuses %s", (_, change) => {
    expect(() => signReceipt({ ...payload, ...change } as ReceiptPayload, privateKey)).toThrow();
  });

  test("refuses a key of another kind", () => {
    const { privateKey: other } = generateKeyPairSync("x25519");
    expect(() => signReceipt(payload, other)).toThrow(/Ed25519/);
  });
});
