import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect } from "@/db/client";
import { openSql, quoteIdentifier } from "@/db/connection";
import { startEmbeddedDatabase } from "@/db/embedded";
import { migrate } from "@/db/migrate";
import { ensureReceiptKey } from "@/lib/receipts/mutations";
import { systemContext } from "@/lib/request/context";
import { loadKeyRing, saveKeyRing, withNewKey } from "@/lib/vault/keyring";
import { useKeyRing as holdKeyRing } from "@/lib/vault/ring";
import { APP_URL, type, typeForJson } from "../command-line.test-data";
import { refuseUnsafeDatabase } from "../database-safety";
import { checkKeyRing } from "../key-ring-check";
import { lockDataDirectory } from "../lock";

// The tests' own PostgreSQL flushes nothing to disk, which the doctor rightly calls bad: this one does.
const dataDir = mkdtempSync(join(tmpdir(), "portal-doctor-"));
const keyRingFile = join(dataDir, "keyring.json");
const embedded = await startEmbeddedDatabase({ dataDir });
const { app: appUrl, owner: ownerUrl } = embedded.urls;
await migrate({ appUrl, ownerUrl });
const superuser = openSql(embedded.urls.superuser.replace("/postgres?", "/portal?"));

const SETTINGS = { DATA_DIR: dataDir, KEYRING_FILE: keyRingFile, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl };
const SECRET = "a secret of at least thirty-two characters";

/** The environment of a command for this one test; prepareEnvironment completes it in place. */
async function withEnvironment<T>(changed: Record<string, string>, work: () => Promise<T>): Promise<T> {
  const whole = {
    ...SETTINGS,
    APP_URL,
    APP_SECRET: SECRET,
    DEMO: "0",
    NODE_ENV: "production",
    MAIL_IN_LISTEN: "",
    ...changed,
  };
  for (const [name, value] of Object.entries(whole)) vi.stubEnv(name, value);
  return work();
}

beforeAll(async () => {
  await checkKeyRing({ KEYRING_FILE: keyRingFile, embedded: true }, appUrl);
  holdKeyRing(loadKeyRing(keyRingFile));
  const db = connect(appUrl, { max: 1 });
  await ensureReceiptKey(systemContext(db, "test"));
  await db.$client.end();
});

afterAll(async () => {
  await superuser.end();
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

type Finding = { check: string; state: string; detail: string };

async function examine(changed: Record<string, string> = {}) {
  const { code, json } = await withEnvironment(changed, () => typeForJson("doctor"));
  const { good, checks } = json as { good: boolean; checks: Finding[] };
  return { code, good, checks: Object.fromEntries(checks.map((finding) => [finding.check, finding])) };
}

/** Exactly this check is bad. */
async function expectBad(check: string, detail: string, changed: Record<string, string> = {}): Promise<void> {
  const { code, good, checks } = await examine(changed);
  const bad = Object.values(checks).filter(({ state }) => state === "bad");
  expect(bad).toEqual([{ check, state: "bad", detail: expect.stringMatching(detail) }]);
  expect({ code, good }).toEqual({ code: 1, good: false });
}

/** What breaks one thing is undone, whatever the test found. */
async function broken(breaking: string, mending: string, look: () => Promise<unknown>): Promise<void> {
  await superuser.unsafe(breaking);
  try {
    await look();
  } finally {
    await superuser.unsafe(mending);
  }
}

const CHECKS = [
  "node",
  "debugging",
  "address",
  "database",
  "application role",
  "row security",
  "migrations",
  "key ring",
  "receipt key",
  "secrets",
  "outbox",
  "mail",
  "mail in",
  "demonstration",
];

describe("a good set-up", () => {
  test("passes every check, each by its name", async () => {
    const { code, good, checks } = await examine();
    expect(Object.values(checks).filter(({ state }) => state === "bad")).toEqual([]);
    expect({ code, good }).toEqual({ code: 0, good: true });
    expect(Object.keys(checks)).toEqual(CHECKS);
    const { out } = await withEnvironment({}, () => type("doctor"));
    for (const { check, state, detail } of Object.values(checks)) {
      expect(out).toContain(`${state.padEnd(7)}  ${check.padEnd(16)}  `);
      expect(detail).not.toBe("");
    }
  });

  test("mail that should come in and cannot is bad", async () => {
    await expectBad("mail in", "^no policy in force names an address", { MAIL_IN_LISTEN: "127.0.0.1:9" });
  });

  test("is found as well where the database is embedded and its portal runs", async () => {
    const unlock = lockDataDirectory(dataDir);
    try {
      const none = { DATABASE_URL: "", DATABASE_OWNER_URL: "", APP_URL: "" };
      const { code, checks } = await examine(none);
      expect(code).toBe(0);
      expect(Object.keys(checks)).toEqual(CHECKS);
      chmodSync(join(dataDir, "embedded.json"), 0o644);
      await expectBad("secrets", "^others can read embedded.json$", none);
    } finally {
      chmodSync(join(dataDir, "embedded.json"), 0o600);
      unlock();
    }
  });
});

describe("a broken set-up is named", () => {
  test.each(["disable", "no force"])("row security: %s on one table", async (how) => {
    await broken(
      `alter table messages ${how} row level security`,
      "alter table messages enable row level security, force row level security",
      async () => {
        await expectBad("row security", "^missing on messages$");
        await expect(refuseUnsafeDatabase(appUrl, ownerUrl)).rejects.toThrow("row security: missing on messages");
      },
    );
    await expect(refuseUnsafeDatabase(appUrl, ownerUrl)).resolves.toBeUndefined();
  });

  test.each([
    ["superuser", "is a superuser"],
    ["bypassrls", "may bypass row-level security"],
  ])("the application role: %s", async (right, detail) => {
    await broken(`alter role portal_app ${right}`, `alter role portal_app no${right}`, async () => {
      await expectBad("application role", `^portal_app ${detail}$`);
      await expect(refuseUnsafeDatabase(appUrl, ownerUrl)).rejects.toThrow(`application role: portal_app ${detail}`);
    });
  });

  test("the application role owns a table", async () => {
    const give = (role: string) => `alter table read_marks owner to ${quoteIdentifier(role)}`;
    await broken(give("portal_app"), give("portal_owner"), () =>
      expectBad("application role", "^portal_app owns 1 tables$"),
    );
  });

  test("one role for both is a warning, because row security binds it as well", async () => {
    const { checks } = await examine({ DATABASE_URL: ownerUrl });
    expect(checks["application role"]).toMatchObject({
      state: "warning",
      detail: expect.stringContaining("set DATABASE_OWNER_URL to a separate role"),
    });
    await expect(refuseUnsafeDatabase(ownerUrl, ownerUrl)).resolves.toBeUndefined();
  });

  test("migrations: one behind, one edited, one from a newer version", async () => {
    const [first] = await superuser<{ name: string; hash: string }[]>`
      select name, hash from portal_migrations where name not like '@%' order by name limit 1`;
    const { name, hash } = first ?? { name: "none", hash: "none" };
    const put = `insert into portal_migrations (name, hash) values ('${name}', '${hash}')`;
    await broken(`delete from portal_migrations where name = '${name}'`, put, () =>
      expectBad("migrations", `^${name} pending$`),
    );
    const set = (to: string) => `update portal_migrations set hash = '${to}' where name = '${name}'`;
    await broken(set("another"), set(hash), () => expectBad("migrations", `^${name} edited$`));
    await broken(
      "insert into portal_migrations (name, hash) values ('9999_later', 'x')",
      "delete from portal_migrations where name = '9999_later'",
      () => expectBad("migrations", "^9999_later unknown$"),
    );
  });

  test("the key ring: none, another one, one that others can read, one that was never recorded", async () => {
    const kept = `${keyRingFile}.kept`;
    renameSync(keyRingFile, kept);
    try {
      await expectBad("key ring", "^KEYRING_FILE .* does not exist");
      saveKeyRing(keyRingFile, withNewKey({ current: 0, keys: new Map() }));
      await expectBad("key ring", "^KEYRING_FILE ");
    } finally {
      renameSync(kept, keyRingFile);
    }
    chmodSync(keyRingFile, 0o644);
    await expectBad("key ring", "can be read by other users: chmod 600$");
    chmodSync(keyRingFile, 0o600);
    await broken(
      "update portal_facts set name = 'kept' where name = 'keyring_check'",
      "update portal_facts set name = 'keyring_check' where name = 'kept'",
      () => expectBad("key ring", "^nothing is recorded yet"),
    );
  });

  test("the receipt key: none, so nothing can be acknowledged", async () => {
    await broken("update receipt_keys set retired_at = created_at", "update receipt_keys set retired_at = null", () =>
      expectBad("receipt key", "^0 keys sign receipts"),
    );
  });

  test("debugging, on a public address", () =>
    expectBad("debugging", "^NODE_ENV is development$", { NODE_ENV: "development" }));

  test("a database that does not answer: what hangs on it cannot be called good", async () => {
    const url = new URL(appUrl);
    url.password = "not-the-password";
    const { code, checks } = await examine({ DATABASE_URL: url.href });
    expect(code).toBe(1);
    expect(checks).toMatchObject({
      database: { state: "bad" },
      "key ring": { state: "bad" },
      outbox: { state: "bad" },
    });
    expect(JSON.stringify(checks)).not.toContain("not-the-password");
  });

  test("an insecure address or a missing secret stops before any check, with the variable's name", async () => {
    const insecure = await withEnvironment({ APP_URL: "http://disclosure.example.org" }, () => type("doctor"));
    expect(insecure.code).toBe(2);
    expect(insecure.complaint).toContain("APP_URL: must be https");
    const bare = await withEnvironment({ APP_SECRET: "" }, () => type("doctor"));
    expect(bare.code).toBe(2);
    expect(bare.complaint).toContain("APP_SECRET: is missing");
  });

  test("where no portal was ever started there is nothing to examine, and looking makes none", async () => {
    const nowhere = join(dataDir, "nowhere");
    const none = { DATA_DIR: nowhere, DATABASE_URL: "", DATABASE_OWNER_URL: "" };
    const answer = await withEnvironment(none, () => type("doctor"));
    expect(answer).toMatchObject({ code: 2, out: "" });
    expect(answer.complaint).toContain(`There is no portal in ${nowhere} yet.`);
    expect(existsSync(nowhere)).toBe(false);
  });
});
