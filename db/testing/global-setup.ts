import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedDatabase } from "../embedded";
import { migrate } from "../migrate";

declare module "vitest" {
  interface ProvidedContext {
    database: { superuser: string; owner: string; app: string };
  }
}

/** One PostgreSQL per run, with the real migrations and the real roles; `portal` is the template of every test file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "portal-test-"));
  const database = await startEmbeddedDatabase({ dataDir, durable: false, onCrash: console.error });
  try {
    await migrate({ ownerUrl: database.urls.owner, appUrl: database.urls.app });
  } catch (error) {
    await database.stop();
    throw error;
  }
  project.provide("database", database.urls);
  return async () => {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
