import { execFileSync } from "node:child_process";
import { withVariables } from "@/lib/env/prepare";

/** `audit verify` as an operator runs it, over data of which no portal runs any more: null when every chain is whole. */
export function auditVerdict(dataDir: string, port: number): string | null {
  try {
    execFileSync(process.execPath, ["lib/cli/launch.mjs", "portal", "audit", "verify", "--json"], {
      env: withVariables({ DATA_DIR: dataDir, DEMO: "1", APP_URL: `http://127.0.0.1:${port}` }),
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 64 * 1024 * 1024,
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 500) : String(error);
  }
}
