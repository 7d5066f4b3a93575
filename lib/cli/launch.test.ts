import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { withVariables } from "@/lib/env/prepare";

const root = mkdtempSync(join(tmpdir(), "portal-launch-"));
const dataDir = join(root, "data");
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** As `npm run portal -- …` does, bundling first when the sources changed. */
function launch(...words: string[]) {
  const env = withVariables({ DATA_DIR: dataDir, DATABASE_URL: "", DATABASE_OWNER_URL: "", APP_URL: "", NODE_ENV: "" });
  const { status, stdout, stderr } = spawnSync(process.execPath, ["lib/cli/launch.mjs", "portal", ...words], {
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("the entry of the operator's commands", () => {
  test("lists them, hands over the exit code and speaks JSON alone on standard output", () => {
    const help = launch("--help");
    expect(help).toMatchObject({ status: 0, stderr: "" });
    expect(help.stdout).toContain("sla due --program SLUG");
    const later = launch("keys", "rotate", "--json");
    expect(later.status).toBe(2);
    expect(JSON.parse(later.stdout)).toEqual({ error: "not available" });
    const absent = launch("receipt", "verify", join(root, "absent.json"), "--json");
    expect(absent.status).toBe(2);
    expect(JSON.parse(absent.stdout)).toEqual({ error: expect.stringContaining("cannot be read") });
  }, 120_000);

  test("makes no installation where there is none", () => {
    const { status, stderr } = launch("audit", "verify");
    expect(status).toBe(2);
    expect(stderr).toContain("There is no portal in ");
    expect(existsSync(dataDir)).toBe(false);
  }, 120_000);
});
