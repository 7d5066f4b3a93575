import { expect, test } from "vitest";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { contentHash, policyBytes } from "./hash";

test("the bytes do not depend on the order of keys, as after a trip through the database", () => {
  const { clauses, ...rest } = smileDigitalHealthPolicy;
  const reordered = {
    clauses,
    ...Object.fromEntries(Object.entries(rest).reverse()),
  } as typeof smileDigitalHealthPolicy;
  expect(policyBytes(reordered)).toBe(policyBytes(smileDigitalHealthPolicy));
  expect(contentHash(JSON.parse(policyBytes(smileDigitalHealthPolicy)))).toBe(contentHash(smileDigitalHealthPolicy));
});

test("the hash is SHA-256 in hex and any change of text changes it", () => {
  expect(contentHash(smileDigitalHealthPolicy)).toMatch(/^[0-9a-f]{64}$/);
  expect(contentHash({ ...smileDigitalHealthPolicy, title: "Other" })).not.toBe(contentHash(smileDigitalHealthPolicy));
});
