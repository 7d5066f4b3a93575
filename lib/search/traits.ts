import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { tokenOf } from "./tokens";
import { wordsOf } from "./words";

/** What two reports of one thing can share. Candidates for duplicates are found by these and by nothing readable. */
export const SHARED_TRAITS = ["title", "path", "product", "weakness", "file"] as const;
/** Those, and what a list can be narrowed by: versions as the reporter names them, and those affected as the team does. */
export const TRAITS = [...SHARED_TRAITS, "version", "affected"] as const;
export type Trait = (typeof TRAITS)[number];

export type TraitToken = { kind: Trait; trait: bigint };

/** More of a kind say less of a report: a list of a hundred addresses is a scan. */
const MOST_OF_A_KIND = 24;
const SHORTEST_TITLE_WORD = 3;

const value = z.object({ value: z.union([z.string(), z.array(z.string())]) }).optional();
const storedSchema = z.object({
  title: value,
  productId: value,
  productOther: value,
  urls: value,
  details: value,
  steps: value,
  poc: value,
  cweIds: value,
  productVersion: value,
  serverVersion: value,
  platformVersion: value,
});

/** What stored answers and files (SHA-256, hex) have that another report may share, readable: never stored so. */
export function traitsOf(stored: unknown, files: readonly string[]): { kind: Trait; value: string }[] {
  const answers = storedSchema.parse(stored);
  const text = (key: keyof typeof answers) => [answers[key]?.value ?? []].flat().join("\n");
  const product = text("productOther") ? wordsOf(text("productOther")).join(" ") : text("productId");
  const found: Record<Trait, string[]> = {
    title: wordsOf(text("title")).filter((word) => [...word].length >= SHORTEST_TITLE_WORD),
    path: pathsIn([text("urls"), text("details"), text("steps"), text("poc")].join("\n")),
    product: product && product !== "not_sure" ? [product] : [],
    weakness: [...text("cweIds").matchAll(/\d+/g)].map(([number]) => String(Number(number))),
    file: [...files],
    version: (["productVersion", "serverVersion", "platformVersion"] as const).flatMap((key) => versionsIn(text(key))),
    affected: [],
  };
  return TRAITS.flatMap((kind) =>
    [...new Set(found[kind])].slice(0, MOST_OF_A_KIND).map((some) => ({ kind, value: some })),
  );
}

export function traitTokens(key: KeyObject, traits: readonly { kind: Trait; value: string }[]): TraitToken[] {
  return traits.map(({ kind, value: some }) => ({ kind, trait: tokenOf(key, kind, some) }));
}

/**
 * The versions that a line of text names, as they are compared: the line as a whole, and each number with what hangs on
 * it, without a "v" before it. "Server v8.4.0 (LTS)" is found by "8.4.0" and not by "8.4".
 */
export function versionsIn(line: string): string[] {
  const whole = line.normalize("NFKC").trim().toLowerCase().replace(/\s+/gu, " ");
  const numbers = [...whole.matchAll(/(?<![\p{L}\p{N}._+-])v?(\d[\p{L}\p{N}._+-]*)/gu)].map(([, number = ""]) =>
    number.replace(/[._+-]+$/u, ""),
  );
  return [...new Set([...numbers, whole])].filter((one) => one !== "");
}

/** Paths of addresses in a text, without query, and with numbers and long ids alike: `/records/{n}/export`. */
export function pathsIn(text: string): string[] {
  const paths = [...text.matchAll(/https?:\/\/[^\s/?#"'<>)\]]+(\/[^\s?#"'<>)\]]*)/giu)].map(([, path]) =>
    plainPath(path ?? ""),
  );
  return [...new Set(paths.filter((path) => path.length > 1))];
}

function plainPath(path: string): string {
  const parts = path
    .toLowerCase()
    .replace(/[.,;:]+$/u, "")
    .split("/")
    .filter((part) => part !== "");
  return `/${parts.map((part) => (/^(\d+|[0-9a-f-]{16,})$/u.test(part) ? "{n}" : part)).join("/")}`;
}
