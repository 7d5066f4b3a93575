import { parseArgs } from "node:util";
import { EnvironmentError } from "@/lib/env/env";
import { type Command, type Outcome, UsageError } from "./command";
import { auditVerify } from "./commands/audit-verify";
import { doctor } from "./commands/doctor";
import { keysRotate } from "./commands/keys-rotate";
import { outboxRetry } from "./commands/outbox-retry";
import { outboxStatus } from "./commands/outbox-status";
import { policyImport } from "./commands/policy-import";
import { policyLint } from "./commands/policy-lint";
import { receiptVerify } from "./commands/receipt-verify";
import { sessionsRevoke } from "./commands/sessions-revoke";
import { slaDue } from "./commands/sla-due";
import { slaExplain } from "./commands/sla-explain";
import { staffInvite } from "./commands/staff-invite";
import { unavailable } from "./commands/unavailable";
import { withInstallation } from "./installation";

const COMMANDS: readonly Command[] = [
  doctor,
  policyLint,
  slaDue,
  slaExplain,
  receiptVerify,
  auditVerify,
  staffInvite,
  sessionsRevoke,
  outboxStatus,
  outboxRetry,
  policyImport,
  keysRotate,
  ...unavailable,
];

const COMMON = { json: { type: "boolean" }, help: { type: "boolean" } } as const;

export function findCommand(words: readonly string[]): { command: Command; rest: string[] } | undefined {
  for (const command of COMMANDS) {
    const name = command.name.split(" ");
    if (name.every((word, index) => words[index] === word)) return { command, rest: words.slice(name.length) };
  }
  return undefined;
}

export function overview(): string {
  const width = Math.max(...COMMANDS.map((command) => command.usage.length));
  const lines = COMMANDS.map((command) => `  ${command.usage.padEnd(width)}  ${command.summary}`);
  return [
    "npm run portal -- COMMAND [--json] [--help]",
    "",
    ...lines,
    "",
    "Exit code 0: good. 1: something is wrong. 2: it cannot be done as asked.",
  ].join("\n");
}

async function carryOut(command: Command, rest: string[]): Promise<Outcome> {
  const parsed = (() => {
    try {
      return parseArgs({
        args: rest,
        options: { ...COMMON, ...command.options },
        allowPositionals: true,
        strict: true,
      });
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    }
  })();
  const values: Record<string, string | boolean | undefined> = {};
  for (const [name, value] of Object.entries(parsed.values)) {
    if (typeof value === "string" || typeof value === "boolean") values[name] = value;
  }
  if (values.help) {
    const text = `npm run portal -- ${command.usage}\n\n${command.summary}`;
    return { code: 0, json: { usage: command.usage, summary: command.summary }, text };
  }
  const args = { positionals: parsed.positionals, values };
  if ("offline" in command) return command.offline(args);
  return withInstallation((installation) => command.run(args, installation), { migrates: command !== doctor });
}

/** Runs one command line and returns its exit code. Results go to standard output, complaints to standard error. */
export async function portal(words: readonly string[]): Promise<number> {
  const json = words.includes("--json");
  const [first] = words.filter((word) => !word.startsWith("--"));
  if (!first) {
    process.stdout.write(`${overview()}\n`);
    return words.includes("--help") ? 0 : 2;
  }
  const found = findCommand(words);
  if (!found) {
    const error = `There is no command ${words.filter((word) => !word.startsWith("--")).join(" ")}.`;
    if (json) process.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
    process.stderr.write(`${error}\n\n${overview()}\n`);
    return 2;
  }
  try {
    const outcome = await carryOut(found.command, found.rest);
    process.stdout.write(json ? `${JSON.stringify(outcome.json, null, 2)}\n` : `${outcome.text}\n`);
    return outcome.code;
  } catch (error) {
    const usage = error instanceof UsageError;
    const message = error instanceof Error ? error.message : String(error);
    if (json) process.stdout.write(`${JSON.stringify({ error: message }, null, 2)}\n`);
    process.stderr.write(usage ? `${message}\n\nnpm run portal -- ${found.command.usage}\n` : `${message}\n`);
    return usage || error instanceof EnvironmentError ? 2 : 1;
  }
}
