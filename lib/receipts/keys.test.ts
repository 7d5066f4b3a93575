import { describe, expect, test } from "vitest";
import { newReceiptKey, privateReceiptKeySchema, publicReceiptKey, signingKey, thumbprint, verifyingKey } from "./keys";
import { receiptKeySchema } from "./schema";

/** RFC 8037, appendix A.1 to A.3. */
const RFC_KEY = {
  kty: "OKP",
  crv: "Ed25519",
  d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
  x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
} as const;

describe("receipt keys", () => {
  test("are named by the thumbprint of RFC 8037 A.3", () => {
    expect(thumbprint(RFC_KEY)).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  });

  test("publish the public half alone", () => {
    const { kid, publicKey, privateKey } = newReceiptKey();
    expect(receiptKeySchema.parse(publicKey)).toEqual(publicKey);
    expect(publicKey.kid).toBe(kid);
    expect(JSON.stringify(publicKey)).not.toContain(privateKey.d);
    expect(publicReceiptKey(privateKey)).toEqual(publicKey);
  });

  test("come back from their sealed form", () => {
    const stored = privateReceiptKeySchema.parse(JSON.parse(JSON.stringify(RFC_KEY)));
    expect(signingKey(stored).export({ format: "jwk" })).toEqual(RFC_KEY);
    expect(verifyingKey(stored).asymmetricKeyType).toBe("ed25519");
  });

  test("never repeat", () => {
    expect(newReceiptKey().kid).not.toBe(newReceiptKey().kid);
  });
});
