import fc from "fast-check";
import { expect, test } from "vitest";
import { csvOf } from "../csv";
import { AUDIT_GROUPS } from "./groups";
import { auditFilterSchema, placeAfter, placeOf } from "./schema";
import { auditSentence } from "./sentence";

test.each([
  ["plain", "plain"],
  ['said "yes", then left', '"said ""yes"", then left"'],
  ["two\r\nlines", '"two\r\nlines"'],
  ["=1+1", "'=1+1"],
  ["+49", "'+49"],
  ["-2", "'-2"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\tcmd", "'\tcmd"],
  ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
])("the cell %j is written as %j", (value, cell) => {
  expect(csvOf([[value]])).toBe(`${cell}\r\n`);
});

test("no cell of any text begins as a formula", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(csvOf([[text]]).slice(0, -2)).not.toMatch(/^"?[=+\-@\t\r]/);
    }),
  );
});

test("paging goes through rows of one millisecond without losing or repeating one", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 7 }),
      (ms, size) => {
        const all = [...ms].sort((a, b) => b - a).map((at, index) => ({ at: new Date(at).toISOString(), index }));
        const seen: number[] = [];
        let before: string | null = "";
        for (let page = 0; page <= all.length && before !== null; page += 1) {
          const place = placeOf(before);
          const from = all.filter(({ at }) => place === null || new Date(at).getTime() <= place.at);
          const rows = from.slice(place?.shown ?? 0, (place?.shown ?? 0) + size);
          seen.push(...rows.map(({ index }) => index));
          before = placeAfter(rows, place);
        }
        expect(seen).toEqual(all.map(({ index }) => index));
      },
    ),
  );
});

test.each(["", "x", "1", "1.", ".1", "99999999999999999.1", "8640000000000001.0", "-1.0", "1.0; drop"])(
  "a place made by hand (%j) shows the newest",
  (before) => {
    expect(placeOf(before)).toBeNull();
  },
);

test("what the address does not say rightly is not asked for", () => {
  expect(
    auditFilterSchema.parse({
      group: "everything",
      who: "me",
      reference: "'; --",
      from: "yesterday",
      to: "2026-13-01",
    }),
  ).toEqual({});
  expect(auditFilterSchema.parse({ group: "read", reference: " sdh-1234-5678 ", from: "2026-11-01" })).toEqual({
    group: "read",
    reference: "SDH-1234-5678",
    from: "2026-11-01",
  });
});

test("no type of event is asked for by two groups", () => {
  const types = Object.values(AUDIT_GROUPS).flatMap(({ types: own }) => [...own]);
  expect(new Set(types).size).toBe(types.length);
});

test("an event without words of its own is said by its name", () => {
  expect(auditSentence({ type: "membership.ended", accountId: "", role: "triager" })).toBe("A role ended: triager.");
  expect(auditSentence({ type: "receipt_key.created", kid: "k" })).toBe("Receipt key created.");
});
