import { describe, expect, test } from "vitest";
import { isCandidate, likeness, reasonsFor, type Shared } from "./reasons";

describe("why a report looks like another", () => {
  const table: [Shared, string[]][] = [
    [{ file: 1 }, ["The same file is attached"]],
    [{ path: 2, title: 1 }, ["2 of the same paths", "One word of the title in common"]],
    [
      { product: 1, weakness: 1, title: 3, reporter: true },
      ["3 words of the title in common", "The same product and weakness", "The same reporter"],
    ],
    [{ product: 1 }, ["The same product"]],
    [{}, []],
  ];
  test.each(table)("%j", (shared, reasons) => {
    expect(reasonsFor(shared)).toEqual(reasons);
  });
});

describe("who is a candidate", () => {
  test("a shared product, person or single word makes none", () => {
    for (const shared of [
      {},
      { product: 1 },
      { product: 1, reporter: true },
      { title: 1, product: 1 },
      { weakness: 1, product: 1 },
    ]) {
      expect(isCandidate(shared), JSON.stringify(shared)).toBe(false);
    }
  });

  test("a file, a path, or several things together do", () => {
    for (const shared of [{ file: 1 }, { path: 1 }, { title: 2 }, { title: 1, weakness: 1, product: 1 }]) {
      expect(isCandidate(shared), JSON.stringify(shared)).toBe(true);
    }
  });

  test("sharing more never makes it less like", () => {
    const base = { title: 2, product: 1 };
    for (const more of [{ file: 1 }, { path: 1 }, { title: 3 }, { weakness: 1 }, { reporter: true }]) {
      expect(likeness({ ...base, ...more })).toBeGreaterThan(likeness(base));
    }
  });
});
