import { hkdfSync, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Environment, EnvironmentError, isLoopbackHost, parseEnvironment } from "./env";

/** Whether a new DATA_DIR is a demonstration is decided once and remembered there. */
function settleDemonstration(given: Environment): boolean {
  const path = join(given.DATA_DIR, "portal.json");
  const remembered: unknown = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  const was =
    typeof remembered === "object" && remembered !== null && "demo" in remembered ? remembered.demo : undefined;
  const loopback = isLoopbackHost(new URL(given.APP_URL).hostname);

  if (was === true && !loopback) {
    throw new EnvironmentError([
      {
        variable: "APP_URL",
        reason: `must be a loopback address: ${given.DATA_DIR} was created as a demonstration, which signs anybody in`,
        example: "http://127.0.0.1:3000",
      },
    ]);
  }
  const demo = given.DEMO_UNSET ? (typeof was === "boolean" ? was : loopback) : given.DEMO;
  if (was === undefined) writeFileSync(path, `${JSON.stringify({ demo })}\n`, { mode: 0o600 });
  return demo;
}

function generatedSecret(dataDir: string): string {
  const path = join(dataDir, "app-secret");
  if (!existsSync(path)) {
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, `${randomBytes(48).toString("base64url")}\n`, { mode: 0o600 });
    try {
      linkSync(temporary, path);
    } catch {
      // Another process was first; its secret counts.
    } finally {
      rmSync(temporary, { force: true });
    }
  }
  return readFileSync(path, "utf8").trim();
}

/** The key that seals closure variables of actions on their way through the browser: the same for every process. */
export function actionsKey(secret: string): string {
  return Buffer.from(hkdfSync("sha256", secret, "", "server actions encryption key", 32)).toString("base64");
}

/** The DATA_DIR in which no embedded database was ever made; undefined where there is an installation to work on. */
export function missingInstallation(): string | undefined {
  const { DATABASE_URL, DATA_DIR } = parseEnvironment(process.env);
  return DATABASE_URL || existsSync(join(DATA_DIR, "embedded.json")) ? undefined : DATA_DIR;
}

export type Prepared = Environment & { embedded: boolean; APP_SECRET: string };

/**
 * Reads the environment and completes it in process.env with what is derived or generated, before any module of the
 * portal reads it. `completeDatabase` follows when the embedded database is up.
 */
export function prepareEnvironment(realNow: number = Date.now()): Prepared {
  const given = parseEnvironment(process.env);
  const embedded = !given.DATABASE_URL;
  if (!existsSync(given.DATA_DIR)) mkdirSync(given.DATA_DIR, { recursive: true, mode: 0o700 });

  const demo = embedded ? settleDemonstration(given) : given.DEMO;
  if (given.PORTAL_NOW && !demo) {
    throw new EnvironmentError([
      { variable: "PORTAL_NOW", reason: "is refused unless DEMO=1", example: "2026-03-02T14:00:00Z" },
    ]);
  }
  const secret = given.APP_SECRET ?? generatedSecret(given.DATA_DIR);
  const clockOffsetMs = given.PORTAL_NOW ? Date.parse(given.PORTAL_NOW) - realNow : 0;
  Object.assign(process.env, {
    APP_URL: given.APP_URL,
    DATA_DIR: given.DATA_DIR,
    KEYRING_FILE: given.KEYRING_FILE,
    DEMO: demo ? "1" : "0",
    APP_SECRET: secret,
    PORTAL_CLOCK_OFFSET_MS: String(clockOffsetMs),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionsKey(secret),
  });
  // The _FILE forms are read; both set at once would be refused by the next reader.
  for (const name of ["APP_SECRET", "DATABASE_URL", "DATABASE_OWNER_URL", "MAIL_URL"] as const) {
    const value = name === "APP_SECRET" ? secret : given[name];
    if (value) process.env[name] = value;
    delete process.env[`${name}_FILE`];
  }
  return { ...given, DEMO: demo, APP_SECRET: secret, embedded, clockOffsetMs };
}

export function completeDatabase(appUrl: string, ownerUrl: string): void {
  process.env.DATABASE_URL = appUrl;
  process.env.DATABASE_OWNER_URL = ownerUrl;
}

/** The environment of a child process: ours and a few variables more. */
export function withVariables(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}

const builtConfiguration = z.object({ config: z.looseObject({ experimental: z.looseObject({}) }) });

/** Where the build of these sources is. */
export function builtDirectory(): string {
  return process.env.NEXT_DIST_DIR || ".next";
}

/**
 * Hands Next the configuration that the build recorded, as its own standalone server does, instead of compiling
 * next.config.ts at each start. Pages load when they are first asked for: a portal at rest stays small.
 */
export function handOverBuiltConfiguration(): void {
  const file = join(builtDirectory(), "required-server-files.json");
  const { config } = builtConfiguration.parse(JSON.parse(readFileSync(file, "utf8")));
  const experimental = { ...config.experimental, preloadEntriesOnStart: false };
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify({ ...config, experimental });
}
