// The one entry of `npm start`, `npm run dev`, `npm run build` and `npm run portal`: plain JavaScript, because it runs
// before anything is built. It makes sure that a build of these sources exists and hands over to it in this process.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
process.chdir(root);

const distDir = process.env.NEXT_DIST_DIR || ".next";
const bundles = ".build";
const SOURCES = ["app", "components", "lib", "db", "public"];
const FILES = [
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "package.json",
  "package-lock.json",
];
const IGNORED = /\.test\.tsx?$|\.test-data\.ts$|^db\/testing\//;

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function listSources(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    return entry.isDirectory() ? listSources(path) : [path];
  });
}

/** Content, not dates: a checkout, a copy or a container layer changes dates and nothing else. */
function hashSources() {
  const hash = createHash("sha256").update(process.version.split(".")[0]);
  const files = [...SOURCES.flatMap(listSources), ...FILES.filter((file) => existsSync(file))];
  for (const file of files.filter((name) => !IGNORED.test(name)).sort()) {
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 24);
}

const stampPath = (directory) => join(directory, "sources.sha256");
const stampOf = (directory) => (existsSync(stampPath(directory)) ? readFileSync(stampPath(directory), "utf8") : "");

function stamp(directory, hash) {
  writeFileSync(`${stampPath(directory)}.new`, hash);
  renameSync(`${stampPath(directory)}.new`, stampPath(directory));
}

/** Bundles the parts that run outside Next: the server's start, the job worker and the operator's commands. */
async function bundle(hash) {
  const { build, stop } = await import("esbuild");
  await build({
    entryPoints: { start: "lib/cli/start.ts", portal: "lib/cli/portal.ts" },
    outdir: bundles,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    jsx: "automatic",
    sourcemap: "linked",
    tsconfig: "tsconfig.json",
    plugins: [
      {
        name: "outside-next",
        setup(b) {
          // `server-only` exists to fail in a browser bundle; this one is none.
          b.onResolve({ filter: /^server-only$/ }, () => ({ path: "server-only", namespace: "empty" }));
          b.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "" }));
          // Next has no exports map, and Node's own loader adds no extension.
          b.onResolve({ filter: /^next\/[a-z]+$/ }, (args) => ({ path: `${args.path}.js`, external: true }));
        },
      },
    ],
    logLevel: "error",
  });
  // The verifier of receipts as one script: the page of lib/receipts/offline carries it whole.
  await build({
    entryPoints: { "receipt-verifier": "lib/receipts/offline/page-script.ts" },
    outdir: bundles,
    bundle: true,
    minify: true,
    charset: "utf8",
    format: "iife",
    platform: "browser",
    target: "es2022",
    tsconfig: "tsconfig.json",
    logLevel: "error",
  });
  // The one script of a page to read: the server puts it into the page.
  await build({
    entryPoints: { "still-page": "components/ui/still-page-script.ts" },
    outdir: bundles,
    bundle: true,
    minify: true,
    charset: "utf8",
    format: "iife",
    platform: "browser",
    target: "es2022",
    tsconfig: "tsconfig.json",
    logLevel: "error",
  });
  await stop();
  stamp(bundles, hash);
}

/** Shows that something happens: a running count on a terminal, a line now and then in a log. */
function progress(label) {
  const started = performance.now();
  const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`;
  const terminal = process.stdout.isTTY;
  process.stdout.write(terminal ? label : `${label} …\n`);
  const timer = setInterval(
    () => process.stdout.write(terminal ? `\r${label} … ${seconds()}` : `  … ${seconds()}\n`),
    terminal ? 1000 : 15_000,
  );
  return (end) => {
    clearInterval(timer);
    process.stdout.write(terminal ? `\r${label} … ${end} (${seconds()})\n` : `  ${end} (${seconds()})\n`);
  };
}

async function buildNext(hash) {
  mkdirSync(bundles, { recursive: true });
  const logPath = join(bundles, "next-build.log");
  const log = openSync(logPath, "w");
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    stdio: ["ignore", log, log],
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXT_DIST_DIR: distDir,
      PORTAL_BUILD_ID: hash,
      // Salts the ids of actions, which are public anyway: fixed, so that every build of one source has the same ids.
      // The key that seals closure variables is another one, derived from APP_SECRET when the portal starts.
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: createHash("sha256").update("safe-harbour action ids").digest("base64"),
    },
  });
  const interrupted = () => child.kill("SIGTERM");
  process.once("SIGTERM", interrupted);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status, signal) => resolve(signal ?? status));
  });
  process.removeListener("SIGTERM", interrupted);
  if (code !== 0) {
    const tail = readFileSync(logPath, "utf8").trimEnd().split("\n").slice(-60).join("\n");
    fail(`${tail}\n\nThe build failed (${code}). The whole output is in ${logPath}.`);
  }
  await pack(join(distDir, "static"));
  stamp(distDir, hash);
}

/** Compresses scripts and styles once and as small as it goes; the server sends them as they lie here. */
async function pack(directory) {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(?:js|css)$/.test(name),
  );
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      await writeFile(`${path}.br`, await promisify(brotliCompress)(await readFile(path), { params }));
    }),
  );
}

async function buildAll(hash) {
  const done = progress("Building the portal from these sources");
  await bundle(hash);
  await buildNext(hash);
  done("built");
}

/** In a process of its own, so that the memory of building is gone when the portal runs. */
async function buildBeside() {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), "build"], { stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.once(signal, () => child.kill("SIGTERM"));
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 250);
  const code = await new Promise((resolve) => child.once("exit", (status, signal) => resolve(status ?? signal)));
  clearInterval(watch);
  if (code !== 0) process.exit(1);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.removeAllListeners(signal);
}

function requireInstall() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 9))
    fail(`The portal needs Node 20.9 or newer; this is ${process.version}.`);
  if (!existsSync("node_modules/next/package.json")) fail("The packages are not installed yet: run `npm ci` first.");
}

function requireBuildTools() {
  const require = createRequire(import.meta.url);
  for (const name of ["esbuild", "typescript"]) {
    try {
      require.resolve(name);
    } catch {
      fail(`Building needs the package ${name}: install with \`npm ci --include=dev\`.`);
    }
  }
}

const [command = "start", ...args] = process.argv.slice(2);
requireInstall();
process.env.NEXT_TELEMETRY_DISABLED = "1";
process.env.NEXT_DIST_DIR = distDir;
process.env.PORTAL_COMMAND = command;

if (command === "build") {
  requireBuildTools();
  await buildAll(hashSources());
  process.exit(0);
} else if (command === "start") {
  process.env.NODE_ENV = "production";
  const hash = hashSources();
  if (stampOf(distDir) !== hash || stampOf(bundles) !== hash) {
    requireBuildTools();
    await buildBeside();
  }
  process.env.PORTAL_BUILD_ID = hash;
  const { start } = await import(pathToFileURL(join(root, bundles, "start.mjs")).href);
  await start({ dev: false });
} else if (command === "dev") {
  process.env.NODE_ENV = "development";
  requireBuildTools();
  await bundle(hashSources());
  const { start } = await import(pathToFileURL(join(root, bundles, "start.mjs")).href);
  await start({ dev: true });
} else if (command === "portal") {
  process.env.NODE_ENV ??= "production";
  const hash = hashSources();
  if (stampOf(bundles) !== hash) {
    requireBuildTools();
    mkdirSync(bundles, { recursive: true });
    await bundle(hash);
  }
  const { portal } = await import(pathToFileURL(join(root, bundles, "portal.mjs")).href);
  process.exitCode = await portal(args);
} else {
  fail(`Unknown command ${command}. There are start, dev, build and portal.`);
}
