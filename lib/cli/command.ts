import type { ParseArgsConfig } from "node:util";
import type { Prepared } from "@/lib/env/prepare";
import type { Context } from "@/lib/request/transaction";

/** 0 good, 1 something is wrong, 2 the command cannot be carried out as given. */
export type ExitCode = 0 | 1 | 2;

export type Outcome = { code: ExitCode; json: unknown; text: string };

/** The installation a command works on: started for it when it is not running. */
export type Installation = { environment: Prepared; ctx: Context; appUrl: string; ownerUrl: string };

export type Arguments = {
  positionals: readonly string[];
  values: Readonly<Record<string, string | boolean | undefined>>;
};

export type Command = {
  name: string;
  usage: string;
  summary: string;
  options?: ParseArgsConfig["options"];
  /** Runs with the database; `offline` runs without any set-up. */
} & (
  | { run: (args: Arguments, installation: Installation) => Promise<Outcome> }
  | { offline: (args: Arguments) => Promise<Outcome> }
);

/** Bad arguments: printed with the usage, exit code 2. */
export class UsageError extends Error {}

export function textOption(args: Arguments, name: string): string {
  const value = args.values[name];
  if (typeof value !== "string" || value === "") throw new UsageError(`--${name} is missing`);
  return value;
}

export function positional(args: Arguments, index: number, name: string): string {
  const value = args.positionals[index];
  if (!value) throw new UsageError(`${name} is missing`);
  return value;
}

export function instantOption(args: Arguments, name: string): Date {
  const value = textOption(args, name);
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value) || Number.isNaN(Date.parse(value))) {
    throw new UsageError(`--${name} must be an instant with a zone, such as 2026-03-02T14:00:00Z`);
  }
  return new Date(value);
}

export function notAvailable(name: string, usage: string, summary: string): Command {
  return {
    name,
    usage,
    summary: `${summary} (not available)`,
    options: { program: { type: "string" }, "dry-run": { type: "boolean" } },
    offline: async () => ({ code: 2, json: { error: "not available" }, text: `${name}: not available` }),
  };
}
