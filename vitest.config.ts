import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = {
  "@/": root,
  // `server-only` throws outside a React server; tests run the real modules.
  "server-only": fileURLToPath(new URL("./db/testing/server-only.ts", import.meta.url)),
};

/** What changes the process or its modules for the tests after it, or is changed by those before it and says so. */
const CHANGES = /vi\.(?:stub|mock|doMock|useFake|spyOn|resetModules)|process\.env|^\/\/ Alone: /m;

/** The database tests: those that share a process and its modules with others, and those that cannot. */
const databaseTests = ["lib", "db"]
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).map((path) => join(room, path)),
  )
  .filter((path) => path.endsWith(".db.test.ts"));
function isAlone(path: string): boolean {
  const text = readFileSync(join(root, path), "utf8");
  // A database that a shared module opened ends with the first file that used it.
  return path.startsWith("lib/cli/") || CHANGES.test(text) || !text.includes("await testDatabase()");
}

const database = {
  globalSetup: ["db/testing/global-setup.ts"],
  env: { APP_SECRET: "a secret of the tests, of no use elsewhere" },
  testTimeout: 30_000,
  hookTimeout: 60_000,
  maxWorkers: 2,
};

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,components,db,app}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts", "**/node_modules/**"],
          // Properties run hundreds of cases; a busy machine must not make them fail.
          testTimeout: 30_000,
          // Rules are pure: nothing of one file reaches another, and loading modules anew costs more than most of them.
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        resolve: { alias },
        test: {
          ...database,
          name: "db",
          include: databaseTests.filter((path) => !isAlone(path)),
          isolate: false,
        },
      },
      { resolve: { alias }, test: { ...database, name: "db-alone", include: databaseTests.filter(isAlone) } },
    ],
  },
});
