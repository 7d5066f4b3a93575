import { type ChildProcess, spawn } from "node:child_process";

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
