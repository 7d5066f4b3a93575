import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { steadyRows } from "./steady";

type Row = { id: string; state: string };
const row = (id: string, state = "new"): Row => ({ id, state });
const steady = (shown: Row[], fresh: Row[]) => steadyRows(shown, fresh, ({ id }) => id);

describe("steadyRows", () => {
  test("keeps the order, takes the new values, counts what came and marks what went", () => {
    const { rows, arrived } = steady([row("a"), row("b"), row("c")], [row("d"), row("c", "late"), row("a")]);
    expect(rows).toEqual([
      { row: row("a"), left: false },
      { row: row("b"), left: true },
      { row: row("c", "late"), left: false },
    ]);
    expect(arrived).toBe(1);
  });

  test("never moves, drops or doubles a row that is shown", () => {
    const ids = fc.uniqueArray(fc.constantFrom<string>("a", "b", "c", "d", "e", "f"));
    fc.assert(
      fc.property(ids, ids, (shown, fresh) => {
        const now = steady(
          shown.map((id) => row(id)),
          fresh.map((id) => row(id, "now")),
        );
        expect(now.rows.map((one) => one.row.id)).toEqual(shown);
        expect(
          now.rows.every(({ row: { id, state }, left }) => left === !fresh.includes(id) && (left || state === "now")),
        ).toBe(true);
        expect(now.arrived + now.rows.filter(({ left }) => !left).length).toBe(fresh.length);
      }),
    );
  });
});
