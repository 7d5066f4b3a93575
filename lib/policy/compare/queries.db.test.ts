import { beforeAll, describe, expect, test } from "vitest";
import { openPortal, systemAt } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { ensureReceiptKey } from "@/lib/receipts/mutations";
import { allReceiptKeys } from "@/lib/receipts/queries";
import { signedScopeAnswer } from "@/lib/receipts/scope-answer/queries";
import { verifySigned } from "@/lib/receipts/verify";
import type { Context } from "@/lib/request/transaction";
import { productsOf } from "../document";
import { publishPolicyVersion } from "../mutations";
import { currentPolicy, policyByVersion } from "../queries";
import type { PolicyDocument } from "../schema";
import { policyRevisions } from "./queries";

const database = await testDatabase();
const visitor: Context = { actor: { kind: "anonymous" }, db: database.app, clockOffsetMs: 0 };
let slug: string;
let first: PolicyDocument;

async function publish(version: string, edit: (copy: PolicyDocument) => void): Promise<void> {
  const { document } = await currentPolicy(visitor, slug);
  const copy = structuredClone(document);
  copy.version = version;
  edit(copy);
  await publishPolicyVersion(systemAt(database.app), { programSlug: slug, document: copy });
}

beforeAll(async () => {
  ({
    smile: { slug },
  } = await openPortal(database.app));
  await ensureReceiptKey(systemAt(database.app));
  first = (await currentPolicy(visitor, slug)).document;
  await publish("1.3", (copy) => {
    copy.summary = "Another introduction.";
  });
  await publish("2.0", (copy) => {
    for (const clause of copy.clauses) {
      if (clause.kind === "contact") for (const promise of clause.commitments ?? []) promise.amount = 3;
    }
  });
});

describe("the history of a policy", () => {
  test("has each version beside its predecessor, with the class that its change has", async () => {
    const revisions = await policyRevisions(visitor, slug);
    expect(revisions.map(({ version, predecessor, status }) => [version, predecessor, status])).toEqual([
      ["2.0", "1.3", "published"],
      ["1.3", first.version, "superseded"],
      [first.version, null, "superseded"],
    ]);
    expect(revisions.map(({ classification }) => classification?.class ?? null)).toEqual(["major", "minor", null]);
    expect(revisions[0]?.classification?.reasons).toEqual([
      { clause: "2.3.1", rule: "clock_lengthened", sentence: "Acknowledge: 2 business days → 3 business days" },
    ]);
  });

  test("is not found for a program that is not there, and a version that is internal is in no answer", async () => {
    await expect(policyRevisions(visitor, "no-such")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await publish("2.1", (copy) => {
      copy.classification = "internal";
    });
    const versions = (await policyRevisions(visitor, slug)).map(({ version }) => version);
    expect(versions).toEqual(["2.0", "1.3", first.version]);
    await expect(policyByVersion(visitor, slug, "2.1")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a signed scope answer", () => {
  test("is given to a visitor, verifies with the published keys and is pinned to the policy's hash", async () => {
    const policy = await policyByVersion(visitor, slug, "2.0");
    const [product] = productsOf(policy.document);
    const question = {
      productId: product?.key ?? null,
      other: "",
      exclusions: [],
      noneExcluded: true,
      words: "",
      cwe: null,
    };
    const verdict = verifySigned(
      await signedScopeAnswer(visitor, policy, question),
      await allReceiptKeys(systemAt(database.app)),
    );
    expect(verdict).toMatchObject({
      ok: true,
      payload: {
        type: "scope-answer",
        program: slug,
        policy: { version: "2.0", hash: policy.contentHash },
        question,
        answer: { verdict: "permitted" },
      },
    });
  });
});
