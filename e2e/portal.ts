import { type ChildProcess, spawn } from "node:child_process";
import { expect } from "@playwright/test";

export type Run = { code: number | null; output: string };

/** An operator's command against a data directory; another process of the running portal's installation. */
export function runPortal(args: readonly string[], dataDir: string): Promise<Run> {
  const child: ChildProcess = spawn(process.execPath, ["lib/cli/launch.mjs", "portal", ...args], {
    env: { ...process.env, DATA_DIR: dataDir, APP_URL: process.env.E2E_BASE_URL ?? address() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}

const address = () => `http://127.0.0.1:${process.env.E2E_PORT ?? 3917}`;

export type Portal = { address: string; output: () => string; stop: () => Promise<number | null> };

/** A portal of a test's own, with the demonstration, ready to answer; `own` is its address where something stands in front of it. */
export async function startPortal(
  port: number,
  dataDir: string,
  own = `http://127.0.0.1:${port}`,
  variables: Record<string, string> = {},
): Promise<Portal> {
  const child = spawn(process.execPath, ["lib/cli/launch.mjs", "start"], {
    env: { ...process.env, PORT: String(port), APP_URL: own, DATA_DIR: dataDir, DEMO: "1", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const portal: Portal = {
    address: own,
    output: () => output,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
  await becomesReady({ ...portal, address: `http://127.0.0.1:${port}` });
  return portal;
}

export async function becomesReady({ address: own, output }: Portal): Promise<void> {
  const isReady = () =>
    fetch(`${own}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isReady, { timeout: 90_000, intervals: [100], message: output() }).toBe(true);
}
