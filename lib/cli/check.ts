import { type SpawnOptions, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { z } from "zod";
import { findChromium } from "@/lib/env/chromium";
import { withVariables } from "@/lib/env/prepare";
import { findSourceViolations } from "./source-rules";

type Result = { passed: number; failed: number; output: string };
type Step = { name: string; run: () => Promise<Result> };

const reports = mkdtempSync(join(tmpdir(), "portal-check-"));

function execute(
  command: string,
  args: string[],
  options: SpawnOptions = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.once("error", (error) => resolve({ code: 1, output: String(error) }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

const tool = (path: string, ...args: string[]) => execute(process.execPath, [join("node_modules", path), ...args]);

/** A step that is right or wrong as a whole. */
function whole(name: string, work: () => Promise<{ code: number; output: string }>): Step {
  return {
    name,
    run: async () => {
      const { code, output } = await work();
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output: code === 0 ? "" : output };
    },
  };
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

function readReport<T>(schema: z.ZodType<T>, path: string): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

/** A runner that ends badly without a failed test (a crash, an unhandled error) counts as one failure. */
function counted(code: number, output: string, passed: number, failed: number): Result {
  const counts = { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
  return { ...counts, output: counts.failed > 0 ? output : "" };
}

function vitest(name: string, ...projects: string[]): Step {
  return {
    name: `${name} tests`,
    run: async () => {
      const file = join(reports, `${name}.json`);
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
      const asked = projects.map((project) => `--project=${project}`);
      const { code, output } = await tool("vitest/vitest.mjs", "run", ...asked, ...reporters);
      const report = readReport(vitestReport, file);
      const failed = Math.max(report?.numFailedTests ?? 0, report?.numFailedTestSuites ? 1 : 0);
      return counted(code, output, report?.numPassedTests ?? 0, failed);
    },
  };
}

function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    return entry.isDirectory() ? sourceFiles(path) : /\.(tsx?|mjs)$/.test(entry.name) ? [path] : [];
  });
}

const sourceRules = whole("source rules", async () => {
  const findings = ["app", "components", "lib", "db"]
    .flatMap(sourceFiles)
    .flatMap((path) => findSourceViolations(path, readFileSync(path, "utf8")));
  const lines = findings.map((f) => `${f.path}:${f.line}  ${f.rule}\n    ${f.text}`);
  return { code: findings.length > 0 ? 1 : 0, output: lines.join("\n") };
});

/** Programs that tests drive, each with the Debian package that brings it. */
const PROGRAMS = [
  { name: "Chromium", package: "chromium", find: findChromium },
  { name: "GnuPG", package: "gnupg", find: () => onPath("gpg") },
  { name: "Dovecot", package: "dovecot-imapd", find: () => onPath("dovecot") },
  { name: "ClamAV's clamd", package: "clamav-daemon", find: () => onPath("clamd") },
] as const;

/** Debian keeps daemons in /usr/sbin, which is not on everybody's path. */
function onPath(command: string): string | undefined {
  const { PATH = "" } = withVariables({});
  return [...PATH.split(delimiter), "/usr/sbin"]
    .map((directory) => join(directory, command))
    .find((path) => existsSync(path));
}

/** Installs only what is missing, only on Debian as root; judged by whether it is there, not by apt's exit code. */
const programs = whole("programs", async () => {
  const missing = () => PROGRAMS.filter(({ find }) => find() === undefined);
  const wanted = missing();
  if (wanted.length > 0 && process.getuid?.() === 0 && onPath("apt-get")) {
    process.stdout.write(`Installing ${wanted.map(({ name }) => name).join(", ")} for the tests …\n`);
    await execute("apt-get", ["update"]);
    const packages = wanted.map((program) => program.package);
    await execute("apt-get", ["install", "-y", "--no-install-recommends", ...packages]);
  }
  const lines = missing().map(({ name, package: bringer }) => `There is no ${name}: install the package ${bringer}.`);
  return { code: lines.length, output: lines.join("\n") };
});

/** What can be judged without running the product. */
const still: readonly Step[] = [
  whole("types", async () => {
    const typegen = await tool("next/dist/bin/next", "typegen");
    return typegen.code === 0 ? tool("typescript/bin/tsc", "--noEmit") : typegen;
  }),
  whole("lint", () => tool("@biomejs/biome/bin/biome", "check", ".")),
  sourceRules,
  whole("boundaries", () =>
    tool(
      "dependency-cruiser/bin/dependency-cruise.mjs",
      "app",
      "components",
      "lib",
      "db",
      "--config",
      ".dependency-cruiser.mjs",
    ),
  ),
  whole("migration drift", () => tool("tsx/dist/cli.mjs", "db/drift.ts")),
];
/** What stands in one group runs at once: none of the still steps keeps two cores busy. */
const fast: readonly (readonly Step[])[] = [
  [programs],
  still,
  [vitest("unit", "unit")],
  [vitest("db", "db", "db-alone")],
];

const browser: Step = {
  name: "browser tests",
  run: async () => {
    const file = join(reports, "browser.json");
    const { code, output } = await execute(process.execPath, ["node_modules/@playwright/test/cli.js", "test"], {
      env: withVariables({ E2E_REPORT: file }),
    });
    const stats = readReport(playwrightReport, file)?.stats;
    return counted(code, output, stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0));
  },
};

const build = whole("build", () => execute(process.execPath, ["lib/cli/launch.mjs", "build"]));

type Row = { name: string; passed: number; failed: number; seconds: string; output: string };

/** Runners say at the end what failed and why; a log that is cut keeps its end. */
const LINES_AT_THE_END = 80;

async function taken({ name, run }: Step): Promise<Row> {
  process.stdout.write(`${name} …\n`);
  const started = performance.now();
  const { passed, failed, output } = await run();
  if (failed > 0) process.stdout.write(`\n${name}:\n${output.trim()}\n\n`);
  return { name, passed, failed, output, seconds: ((performance.now() - started) / 1000).toFixed(1) };
}

async function main(): Promise<void> {
  const asked = process.argv[2];
  const groups = asked === "all" ? [...fast, [build], [browser]] : asked === "still" ? [still] : fast;
  const rows: Row[] = [];
  for (const group of groups) rows.push(...(await Promise.all(group.map(taken))));
  rmSync(reports, { recursive: true, force: true });

  for (const { name, output } of rows.filter(({ failed }) => failed > 0)) {
    const end = output.trim().split("\n").slice(-LINES_AT_THE_END).join("\n");
    process.stdout.write(`\nWhat failed of ${name}:\n${end}\n`);
  }
  process.stdout.write(
    `\n${"step".padEnd(18)}${"passed".padStart(8)}${"failed".padStart(8)}${"seconds".padStart(10)}\n`,
  );
  for (const { name, passed, failed, seconds } of rows) {
    process.stdout.write(
      `${name.padEnd(18)}${String(passed).padStart(8)}${String(failed).padStart(8)}${seconds.padStart(10)}\n`,
    );
  }
  const sum = (key: "passed" | "failed") => rows.reduce((total, row) => total + row[key], 0);
  process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed\n`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
}

await main();
