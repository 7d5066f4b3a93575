import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findRunningDatabase } from "@/db/embedded";
import { withVariables } from "@/lib/env/prepare";
import { Browser } from "./browser";
import { cpuOf } from "./processes";

export type RunningPortal = {
  pid: number;
  origin: string;
  /** From the start of the launcher to the last byte of the start page, in milliseconds. */
  firstAnswerMs: number;
  /** Processor time of the whole tree until then: the same on a busy machine. */
  firstAnswerCpuMs: number;
  /** Past every policy: for seeding and for the server's own settings. */
  superuserUrl: string;
  logFile: string;
  stop: () => Promise<void>;
};

/** Starts the built portal as an operator would, with a DATA_DIR and a port of its own. */
export async function startPortal(options: {
  dataDir: string;
  port: number;
  /** Besides where it is. */
  variables?: Readonly<Record<string, string>>;
}): Promise<RunningPortal> {
  const { dataDir, port, variables = {} } = options;
  const origin = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(process.execPath, ["lib/cli/launch.mjs", "start"], {
    env: withVariables({
      PORT: String(port),
      APP_URL: origin,
      DATA_DIR: dataDir,
      DEMO: "1",
      NODE_ENV: "production",
      ...variables,
    }),
    stdio: ["ignore", "ignore", "inherit"],
  });
  const firstAnswerMs = (await untilAnswered(child, origin)) - started;
  const spent = cpuOf(child.pid ?? 0);
  const database = await findRunningDatabase(dataDir);
  if (!database || child.pid === undefined) throw new Error("the portal runs without its database");
  const superuser = new URL(database.superuser);
  superuser.pathname = new URL(database.app).pathname;
  return {
    pid: child.pid,
    origin,
    firstAnswerMs,
    firstAnswerCpuMs: spent.appMs + spent.databaseMs,
    superuserUrl: superuser.href,
    logFile: join(dataDir, "postgres.log"),
    stop: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    },
  };
}

/** The moment of the first answered page: the listener is there before the pages are, and holds what is asked. */
async function untilAnswered(child: ChildProcess, origin: string): Promise<number> {
  const visitor = new Browser(origin);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the portal ended with ${child.exitCode} before it answered`);
    try {
      const { status } = await visitor.get("/");
      if (status === 200) return performance.now();
    } catch {
      // Not listening yet.
    }
    await delay(10);
  }
}
