import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./lib/env/chromium";

const port = Number(process.env.E2E_PORT ?? 3917);
const baseURL = `http://127.0.0.1:${port}`;
// Workers read this file again: the directory is chosen once and handed down.
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "portal-e2e-"));
const dataDir = process.env.E2E_DATA_DIR;
const OWN_PORTALS = [
  "**/launcher.spec.ts",
  "**/database-stopped.spec.ts",
  "**/journeys/mail.spec.ts",
  "**/journeys/policy-life.spec.ts",
  "**/journeys/triage-morning.spec.ts",
  "**/access/guest-traces.spec.ts",
];

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 45_000,
  expect: { timeout: 8_000 },
  reporter: process.env.E2E_REPORT ? [["list"], ["json", { outputFile: process.env.E2E_REPORT }]] : [["list"]],
  use: {
    baseURL,
    // A trace copies the page at each step, which costs as much as the step: it is taken when somebody looks for a fault.
    trace: process.env.E2E_TRACE ? { mode: "retain-on-failure", screenshots: false } : "off",
    launchOptions: {
      executablePath: findChromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "browser", use: { ...devices["Desktop Chrome"] }, testIgnore: OWN_PORTALS },
    // Start and kill portals of their own.
    { name: "launcher", testMatch: OWN_PORTALS },
  ],
  webServer: process.env.E2E_BASE_URL
    ? undefined
    : {
        command: "exec node lib/cli/launch.mjs start",
        url: `${baseURL}/readyz`,
        timeout: 300_000,
        stdout: "ignore",
        stderr: "pipe",
        gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
        env: { PORT: String(port), HOST: "127.0.0.1", APP_URL: baseURL, DATA_DIR: dataDir, DEMO: "1" },
      },
});
