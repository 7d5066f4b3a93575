import { beforeAll, describe, expect, test } from "vitest";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { getDraft } from "../queries";
import { startAnother } from "./mutations";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let ann: Actor;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
});

describe("another report about the same product", () => {
  test("takes over contact, product, credit and language, nothing else, and finishes no step", async () => {
    const { reference } = await sendReport(as(db, ann), smile.policy, {
      productVersion: "5.12.0",
      creditWish: "alias",
      creditText: "quiet-otter",
      coFinders: ["Somebody Else"],
      steps: "1. Open it",
      poc: "GET /",
      urls: ["https://example.org/export"],
      aiUse: "none",
    });
    const { publicId } = await startAnother(as(db, ann), { reference });
    const draft = await getDraft(as(db, ann), publicId);
    expect(Object.keys(draft.answers).sort()).toEqual(
      ["contactName", "creditText", "creditWish", "identity", "productId", "productVersion"].sort(),
    );
    expect(draft).toMatchObject({ confirmed: new Set(), rev: 1, programSlug: smile.slug });
  });

  test("is its reporter's alone to begin", async () => {
    const { reference } = await sendReport(as(db, ann), smile.policy);
    const others: Actor[] = [{ kind: "anonymous" }, await newResearcher(db), await newStaff(db, smile, "coordinator")];
    for (const other of others) {
      await expect(startAnother(as(db, other), { reference })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
