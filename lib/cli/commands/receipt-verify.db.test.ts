import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { as, newResearcher, openPortal, sendReport, systemAt } from "@/db/testing/factories";
import { newReceiptKey } from "@/lib/receipts/keys";
import { allReceiptKeys, receiptOf } from "@/lib/receipts/queries";
import { database, db, type, typeForJson } from "../command-line.test-data";

const folder = mkdtempSync(join(tmpdir(), "portal-receipt-"));
const write = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

let json = "";
let reference = "";
let receipt = "";
let keys = "";

beforeAll(async () => {
  const { cardihab } = await openPortal(db);
  const ann = await newResearcher(db);
  ({ reference } = await sendReport(as(db, ann, "2026-03-02T03:00:00Z"), cardihab.policy));
  ({ json } = await receiptOf(as(db, ann), reference));
  receipt = write("receipt.json", json);
  keys = write("receipt-keys.json", JSON.stringify(await allReceiptKeys(systemAt(db))));
});

describe("receipt verify", () => {
  test("says whose and when of a genuine receipt", async () => {
    const { code, out } = await type("receipt", "verify", receipt, "--keys", keys);
    expect(code).toBe(0);
    expect(out).toContain(`Valid. ${reference}, received 2026-03-02T03:00:0`);
    const told = await typeForJson("receipt", "verify", receipt, "--keys", keys);
    expect(told).toMatchObject({ code: 0, json: { valid: true, payload: { reference, program: "cardihab" } } });
  });

  test("with --keys it needs neither a database nor an environment", async () => {
    vi.stubEnv("DATABASE_URL", "not a database");
    try {
      expect(await typeForJson("receipt", "verify", receipt, "--keys", keys)).toMatchObject({ code: 0 });
      expect((await type("receipt", "verify", receipt)).code).toBe(2);
    } finally {
      vi.stubEnv("DATABASE_URL", database.appUrl);
    }
  });

  test("without --keys it asks this installation for its keys", async () => {
    expect(await typeForJson("receipt", "verify", receipt)).toMatchObject({ code: 0, json: { valid: true } });
  });

  test("any one byte that was changed makes it worthless, with a reason", async () => {
    const places = Array.from({ length: 40 }, (_, index) => Math.floor((index * json.length) / 40));
    for (const at of places) {
      const byte = json[at] === "1" ? "2" : "1";
      const changed = write("changed.json", json.slice(0, at) + byte + json.slice(at + 1));
      const answer = await typeForJson("receipt", "verify", changed, "--keys", keys);
      expect(answer, `byte ${at}`).toMatchObject({ code: 1, json: { valid: false, reason: expect.any(String) } });
    }
    const later = write("later.json", json.replace("2026-03-02T03:00", "2026-03-01T03:00"));
    const { code, out } = await type("receipt", "verify", later, "--keys", keys);
    expect(code).toBe(1);
    expect(out).toBe("Not valid: The signature does not belong to this content: the receipt was changed.\n");
  });

  test("a key that the portal never published proves nothing", async () => {
    const strange = write("strange.json", JSON.stringify({ keys: [newReceiptKey().publicKey] }));
    expect(await typeForJson("receipt", "verify", receipt, "--keys", strange)).toMatchObject({
      code: 1,
      json: { valid: false, reason: "No published key has signed this receipt." },
    });
  });

  test.each([
    [() => [], "FILE is missing"],
    [() => [join(folder, "absent.json"), "--keys", keys], "absent.json cannot be read"],
    [() => [receipt, "--keys", join(folder, "absent.json")], "absent.json cannot be read"],
    [() => [receipt, "--keys", write("words.txt", "no keys here")], "is not JSON"],
  ])("cannot be done without its files (%#)", async (words, complaint) => {
    const answer = await type("receipt", "verify", ...words());
    expect(answer.code).toBe(2);
    expect(answer.complaint).toContain(complaint);
  });
});
