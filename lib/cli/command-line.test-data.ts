import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { openSql } from "@/db/connection";
import { testDatabase } from "@/db/testing/test-db";
import { portal } from "./portal";

/** An installation on its own PostgreSQL, as the environment of the commands describes it. */
export const database = await testDatabase();
export const db = database.app;
export const dataDir = mkdtempSync(join(tmpdir(), "portal-commands-"));
export const keyRingFile = join(dataDir, "keyring.json");
export const APP_URL = "https://disclosure.example.org";
/** Past every policy, grant and trigger: what only somebody with the whole server could do. */
export const superuser = openSql(database.superuserUrl);

for (const [name, value] of Object.entries({
  APP_SECRET: "a secret of at least thirty-two characters",
  APP_URL,
  DATA_DIR: dataDir,
  KEYRING_FILE: keyRingFile,
  DATABASE_URL: database.appUrl,
  DATABASE_OWNER_URL: database.ownerUrl,
  MAIL_URL: "smtp://mail.example.org",
  DEMO: "0",
  NODE_ENV: "production",
})) {
  vi.stubEnv(name, value);
}

afterAll(async () => {
  await superuser.end();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Types one command line, and reads what it prints. */
export async function type(...words: string[]): Promise<{ code: number; out: string; complaint: string }> {
  const out: string[] = [];
  const complaints: string[] = [];
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0);
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((text) => complaints.push(String(text)) > 0);
  try {
    return { code: await portal(words), out: out.join(""), complaint: complaints.join("") };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

export async function typeForJson(...words: string[]): Promise<{ code: number; json: unknown }> {
  const { code, out } = await type(...words, "--json");
  return { code, json: JSON.parse(out) };
}
