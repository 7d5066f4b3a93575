import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import config from "../../.dependency-cruiser.mjs";

const PACKAGES = ["next", "next-auth", "react", "drizzle-orm", "postgres", "server-only"];

/** A small house that keeps every rule; each case adds one file that breaks exactly one. */
const SOUND: Record<string, string> = {
  "app/page.tsx":
    'import { read } from "@/lib/reports/queries"; import { card } from "@/components/card"; export default [read, card];',
  "components/card.tsx":
    'import { state } from "@/lib/reports/state"; import { useState } from "react"; export const card = [state, useState];',
  "lib/reports/state.ts": "export const state = 1;",
  "lib/reports/queries.ts":
    'import "server-only"; import { db } from "@/db/client"; import { state } from "./state"; export const read = [db, state];',
  "lib/auth/session.ts": 'import NextAuth from "next-auth"; export const session = NextAuth;',
  "lib/request/context.ts":
    'import { cache } from "react"; import { db } from "@/db/client"; export const context = [cache, db];',
  "db/client.ts":
    'import { drizzle } from "drizzle-orm"; import { state } from "../lib/reports/state"; export const db = [drizzle, state];',
  "db/seed/story.ts": 'import { read } from "@/lib/reports/queries"; export const story = read;',
};

/** The last file of each case is the one that breaks the rule. */
const VIOLATIONS: [rule: string, name: string, files: Record<string, string>][] = [
  [
    "no-cycles",
    "two files that need each other",
    {
      "lib/sla/b.ts": 'import { a } from "./a"; export const b = () => a;',
      "lib/sla/a.ts": 'import { b } from "./b"; export const a = () => b;',
    },
  ],
  [
    "lib-is-pure-unless-named",
    "a rule that reads the database",
    { "lib/sla/clock-1.ts": 'import { db } from "@/db/client"; export const clock = db;' },
  ],
  [
    "lib-is-pure-unless-named",
    "a rule that knows the framework",
    { "lib/sla/clock-2.ts": 'import { cookies } from "next"; export const clock = cookies;' },
  ],
  [
    "lib-is-pure-unless-named",
    "a rule that takes only a type from the schema",
    { "lib/sla/clock-3.ts": 'import type { db } from "@/db/client"; export type Clock = typeof db;' },
  ],
  [
    "db-only-through-lib",
    "a page with SQL",
    { "app/staff/page-4.tsx": 'import { db } from "@/db/client"; export default db;' },
  ],
  [
    "db-only-through-lib",
    "a page with its own drizzle",
    { "app/staff/page-5.tsx": 'import { sql } from "drizzle-orm"; export default sql;' },
  ],
  [
    "nothing-below-imports-app",
    "a component that imports its action",
    {
      "app/report/actions.ts": "export const save = 1;",
      "components/form.tsx": 'import { save } from "@/app/report/actions"; export const form = save;',
    },
  ],
  [
    "works-without-next",
    "a job that needs a request",
    {
      "lib/request/network.ts": 'import { headers } from "next"; export const network = headers;',
      "lib/jobs/worker.ts": 'import { network } from "@/lib/request/network"; export const worker = network;',
    },
  ],
  [
    "db-imports-only-pure-lib",
    "a table that queries",
    { "db/schema/reports.ts": 'import { read } from "@/lib/reports/queries"; export const reports = read;' },
  ],
  [
    "db-imports-only-pure-lib",
    "a client that reads the environment",
    {
      "lib/env/env.ts": "export const env = 1;",
      "db/pool.ts": 'import { env } from "@/lib/env/env"; export const pool = env;',
    },
  ],
  [
    "components-never-reach-server",
    "a component that reaches the database over two corners",
    {
      "components/list.tsx": 'import { read } from "@/lib/reports/queries"; export const list = read;',
    },
  ],
  [
    "next-auth-in-one-place",
    "a page that asks next-auth itself",
    { "app/staff/page-6.tsx": 'import NextAuth from "next-auth"; export default NextAuth;' },
  ],
  [
    "next-auth-in-one-place",
    "a query that asks next-auth itself",
    { "lib/accounts/queries.ts": 'import NextAuth from "next-auth"; export const who = NextAuth;' },
  ],
  [
    "outgoing-http-in-one-place",
    "a query that calls an address by itself",
    { "lib/webhooks/queries.ts": 'import { request } from "node:https"; export const call = request;' },
  ],
  [
    "tests-stay-outside",
    "a rule that imports from a test",
    {
      "lib/sla/clock.test.ts": "export const sample = 1;",
      "lib/sla/clock-7.ts": 'import { sample } from "./clock.test"; export const clock = sample;',
    },
  ],
];

const repository = resolve(".");

function build(files: Record<string, string>): string {
  const house = mkdtempSync(join(tmpdir(), "portal-house-"));
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), content);
  };
  for (const name of PACKAGES) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    write(`node_modules/${name}/index.js`, "module.exports = {};");
  }
  write("tsconfig.json", JSON.stringify({ compilerOptions: { paths: { "@/*": ["./*"] }, jsx: "preserve" } }));
  write(
    "package.json",
    JSON.stringify({ type: "module", dependencies: Object.fromEntries(PACKAGES.map((p) => [p, "1"])) }),
  );
  write(".dependency-cruiser.mjs", readFileSync(join(repository, ".dependency-cruiser.mjs"), "utf8"));
  for (const [path, content] of Object.entries({ ...SOUND, ...files })) write(path, content);
  return house;
}

const report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

function violationsIn(house: string): string[] {
  const cli = join(repository, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const args = [cli, "app", "components", "lib", "db", "--config", ".dependency-cruiser.mjs", "--output-type", "json"];
  const output = (() => {
    try {
      return execFileSync(process.execPath, args, { cwd: house, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
      if (error instanceof Error && "stdout" in error && typeof error.stdout === "string") return error.stdout;
      throw error;
    }
  })();
  return report.parse(JSON.parse(output)).summary.violations.map((v) => `${v.rule.name}: ${v.from}`);
}

// One run over a house with every violation in it: each is told apart by its file.
let house = "";
let violations: string[] = [];
beforeAll(() => {
  house = build(Object.assign({}, ...VIOLATIONS.map(([, , files]) => files)));
  violations = violationsIn(house);
}, 60_000);
afterAll(() => rmSync(house, { recursive: true, force: true }));

test("a file that keeps the rules breaks none", () => {
  expect(violations.filter((line) => Object.keys(SOUND).some((file) => line.endsWith(`: ${file}`)))).toEqual([]);
});

test.each(VIOLATIONS)("%s catches %s", (rule, _name, files) => {
  expect(violations).toContain(`${rule}: ${Object.keys(files).at(-1)}`);
});

test("every rule has a violation that proves it", () => {
  const proved = new Set(VIOLATIONS.map(([rule]) => rule));
  expect((config.forbidden ?? []).map((rule) => rule.name).filter((name) => !proved.has(name ?? ""))).toEqual([]);
});
