import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

/** Ends with 1 when the schema says something that no migration does yet, or a file is missing from the journal. */
function findDrift(): string[] {
  // drizzle-kit takes a path inside the project only.
  const copy = mkdtempSync(join(process.cwd(), "node_modules", ".drift-"));
  try {
    cpSync("db/migrations", copy, { recursive: true });
    const before = new Set(readdirSync(copy));
    const out = `./node_modules/${basename(copy)}`;
    const args = [
      "generate",
      "--dialect",
      "postgresql",
      "--schema",
      "./db/schema/index.ts",
      "--out",
      out,
      "--name",
      "drift",
    ];
    execFileSync(process.execPath, ["node_modules/drizzle-kit/bin.cjs", ...args], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const created = readdirSync(copy).filter((file) => !before.has(file) && file.endsWith(".sql"));
    const journal = readFileSync(join(copy, "meta", "_journal.json"), "utf8");
    return [
      ...created.map((file) => `The schema differs from its migrations:\n${readFileSync(join(copy, file), "utf8")}`),
      ...[...before]
        .filter((file) => file.endsWith(".sql") && !journal.includes(`"${file.slice(0, -4)}"`))
        .map((file) => `${file} is not in meta/_journal.json: create it with drizzle-kit generate --custom --name`),
    ];
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const drift = findDrift();
for (const line of drift) process.stderr.write(`${line}\n`);
if (drift.length > 0) process.exitCode = 1;
else process.stdout.write("The migrations say what the schema says.\n");
