import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { stateDiagram } from "./diagram";

test("the README shows the transition table as it is", () => {
  const readme = readFileSync(fileURLToPath(new URL("../../README.md", import.meta.url)), "utf8");
  const shown = /```mermaid\n([\s\S]*?)\n```/.exec(readme)?.[1];
  expect(shown).toBe(stateDiagram());
});
