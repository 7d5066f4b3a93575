import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { UsageError } from "../command";
import { policyImport } from "./policy-import";

const folder = mkdtempSync(join(tmpdir(), "portal-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(name: string, content: string | Uint8Array | null, program: string | undefined = "example") {
  const path = join(folder, name);
  if (content !== null) writeFileSync(path, content);
  if (!("offline" in policyImport)) throw new Error("policy import needs no installation");
  return policyImport.offline({ positionals: [path], values: { program } });
}

describe("policy import", () => {
  test("prints the draft, and what it could not place", async () => {
    const { code, json, text } = await run(
      "p.md",
      "# Disclosure policy\n\n## Time\n\nWe will acknowledge within 72 hours.\n",
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({
      format: "markdown",
      draft: { program: "example", title: "Disclosure policy" },
      unplaced: [],
    });
    expect(text).toContain("acknowledge within 72 hours, MUST");
    expect(text).toContain("Could not be placed: nothing");
  });

  test.each([
    ["empty.txt", "", "The file is empty."],
    ["binary.txt", new Uint8Array([1, 0, 2]), "The file is binary: import text, Markdown or HTML."],
    ["large.txt", new Uint8Array(5_000_000).fill(65), "The file is larger than 4 MB: a policy is a few pages of text."],
    ["absent.txt", null, `The file ${join(folder, "absent.txt")} cannot be read.`],
  ])("%s: one sentence, as a mistake of the caller", async (name, content, message) => {
    await expect(run(name, content)).rejects.toThrow(new UsageError(message));
  });

  test("needs a program that can be one", async () => {
    await expect(run("p.txt", "Scope", "Not A Slug")).rejects.toThrow("--program must be a slug");
    await expect(run("p.txt", "Scope", "")).rejects.toThrow("--program is missing");
  });
});
