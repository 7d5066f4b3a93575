import { readFileSync, statSync } from "node:fs";
import { extname } from "node:path";
import { importPolicy } from "@/lib/policy/import/import";
import { MAX_SOURCE_BYTES, readSource } from "@/lib/policy/import/source";
import type { ImportResult, SourceFormat } from "@/lib/policy/import/types";
import { type Command, positional, textOption, UsageError } from "../command";

const FORMATS: Record<string, SourceFormat> = {
  ".md": "markdown",
  ".markdown": "markdown",
  ".html": "html",
  ".htm": "html",
};

function readFile(path: string): string {
  let bytes: Uint8Array;
  try {
    // One byte above the limit is enough to refuse a file; a large one is never read whole.
    const { size } = statSync(path);
    bytes = size > MAX_SOURCE_BYTES ? new Uint8Array(MAX_SOURCE_BYTES + 1) : readFileSync(path);
  } catch {
    throw new UsageError(`The file ${path} cannot be read.`);
  }
  const source = readSource(bytes);
  if (!source.ok) throw new UsageError(source.reason);
  return source.text;
}

export const policyImport: Command = {
  name: "policy import",
  usage: "policy import FILE --program SLUG",
  summary: "A draft policy document from a text, Markdown or HTML policy, and what it could not place",
  options: { program: { type: "string" } },
  offline: async (args) => {
    const path = positional(args, 0, "FILE");
    if (args.positionals.length > 1) throw new UsageError("One FILE at a time.");
    const program = textOption(args, "program");
    if (!/^[a-z0-9][a-z0-9_-]{0,59}$/.test(program)) {
      throw new UsageError("--program must be a slug: small letters, digits and hyphens, such as example-program");
    }
    const hint = FORMATS[extname(path).toLowerCase()];
    const result = importPolicy({ text: readFile(path), programSlug: program, ...(hint ? { hint } : {}) });
    const { draft, findings, missing, unplaced, debris, format } = result;
    return {
      code: draft.clauses.length > 0 ? 0 : 1,
      json: { format, draft, findings, missing, unplaced, debris },
      text: inWords(result),
    };
  },
};

function inWords({ format, draft, findings, missing, unplaced, debris }: ImportResult): string {
  const head = [
    `A draft for ${draft.program}, read as ${format}. A person confirms it: nothing is saved.`,
    "",
    `Title: ${draft.title ?? "none"}`,
    `Version: ${draft.version ?? "none"}`,
    `Revised on: ${draft.revisedOn ?? "no date"}`,
    "",
    draft.clauses.length === 0 ? "No clause was recognised." : "Clauses",
    ...draft.clauses.map(
      ({ key, heading, kind }) => `  ${key}  ${heading ?? "(no heading)"}  [${kind.replace("_", " ")}]`,
    ),
  ];
  return [
    ...head,
    ...list(
      "Recognised",
      findings.map(
        ({ line, what, clause, confidence }) =>
          `line ${line}${clause ? `, clause ${clause}` : ""}: ${what} (${confidence})`,
      ),
    ),
    ...list("Not said by the source", missing),
    ...list(
      "Could not be placed",
      unplaced.map(({ line, text, why }) => `line ${line}: ${text} (${why})`),
    ),
    ...list(
      "Left out",
      debris.map(
        ({ fromLine, toLine, why }) =>
          `${fromLine === toLine ? `line ${fromLine}` : `lines ${fromLine} to ${toLine}`}: ${why}`,
      ),
    ),
  ].join("\n");
}

function list(title: string, lines: readonly string[]): string[] {
  return ["", `${title}: ${lines.length === 0 ? "nothing" : ""}`.trimEnd(), ...lines.map((line) => `  ${line}`)];
}
