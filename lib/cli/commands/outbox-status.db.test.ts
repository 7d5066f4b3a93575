import { beforeAll, describe, expect, test } from "vitest";
import { mails } from "@/db/schema";
import { openPortal, systemAt } from "@/db/testing/factories";
import { queueMail } from "@/lib/notifications/mutations";
import { inTransaction } from "@/lib/request/transaction";
import { db, superuser, type, typeForJson } from "../command-line.test-data";

const status = () => typeForJson("outbox", "status");
const change = (assignment: string) => superuser.unsafe(`update graphile_worker._private_jobs set ${assignment}`);

beforeAll(async () => {
  await openPortal(db);
});

describe("outbox status", () => {
  test("an empty outbox is good", async () => {
    expect(await status()).toEqual({
      code: 0,
      json: {
        good: true,
        waiting: 0,
        oldestSeconds: 0,
        failing: 0,
        dead: 0,
        undeliveredMails: 0,
        deadLetters: 0,
        heldMails: 0,
      },
    });
  });

  test("a mail that waits for moments is good; for a quarter of an hour it is an alarm", async () => {
    await inTransaction(systemAt(db), (tx) =>
      queueMail(
        tx,
        "verify_email",
        { address: "heron@example.org" },
        { path: `/verify-email?token=${"t".repeat(43)}` },
      ),
    );
    expect(await status()).toMatchObject({ code: 0, json: { good: true, waiting: 1, undeliveredMails: 1 } });
    await change("created_at = clock_timestamp() - interval '14 minutes'");
    expect((await status()).code).toBe(0);
    await change("created_at = clock_timestamp() - interval '16 minutes'");
    expect(await status()).toMatchObject({ code: 1, json: { good: false, oldestSeconds: expect.closeTo(960, -2) } });
  });

  test("what failed and is tried again is told apart from what was given up", async () => {
    await change("created_at = clock_timestamp(), attempts = 3");
    expect(await status()).toMatchObject({ code: 0, json: { waiting: 1, failing: 1, dead: 0 } });
    await change("attempts = max_attempts");
    expect(await status()).toMatchObject({ code: 0, json: { good: true, dead: 0 } });
    await change("last_error = 'no answer'");
    expect(await status()).toMatchObject({ code: 1, json: { good: false, waiting: 0, dead: 1 } });
    const { out } = await type("outbox", "status");
    expect(out).toBe(
      "0 waiting (oldest 0 s), 0 failing, 1 given up; 1 mails not delivered, 0 of them given up (portal outbox retry)\n",
    );
  });

  test("a dead letter is an alarm, and is sent again when somebody asks for it", async () => {
    await inTransaction(systemAt(db), (tx) => tx.db.update(mails).set({ gaveUpAt: tx.now, failure: "550" }));
    expect(await status()).toMatchObject({ code: 1, json: { good: false, deadLetters: 1 } });
    expect(await typeForJson("outbox", "retry")).toEqual({ code: 0, json: { retried: 1 } });
    expect(await status()).toMatchObject({ json: { waiting: 1, deadLetters: 0 } });
    expect(await typeForJson("outbox", "retry")).toEqual({ code: 0, json: { retried: 0 } });
  });
});
