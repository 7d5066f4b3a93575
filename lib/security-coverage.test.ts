import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ID = /\b(?:IN|UP|RC|MD|CC|FT|EM|SR|AZ|AL)-\d{2}\b/g;

const rows = readFileSync("docs/security-coverage.md", "utf8")
  .split("\n")
  .filter((line) => /^\| (?:IN|UP|RC|MD|CC|FT|EM|SR|AZ|AL)-/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .flatMap(([, ids = "", , where = ""]) =>
    (ids.match(ID) ?? []).map((id) => ({ id, files: [...where.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file) })),
  );

test.each(rows)("$id stands in a title of each test that the page names", ({ id, files }) => {
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const titles = readFileSync(file, "utf8").match(/(?:"[^"\n]*"|`[^`\n]*`)/g) ?? [];
    expect(
      titles.filter((title) => title.includes(id)),
      `${id} in ${file}`,
    ).not.toEqual([]);
  }
});

test("the page names each id once, and none is left out of the intake's groups", () => {
  const ids = rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(40);
});
