import { expect, test } from "vitest";
import { rangeOf } from "./range";

test.each([
  [null, null],
  ["bytes=0-9", { start: 0, end: 10 }],
  ["bytes=90-", { start: 90, end: 100 }],
  ["bytes=-5", { start: 95, end: 100 }],
  ["bytes=-500", { start: 0, end: 100 }],
  ["bytes=0-999", { start: 0, end: 100 }],
  ["bytes=99-99", { start: 99, end: 100 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=5-2", null],
  ["bytes=0-1,3-4", null],
  ["bytes=-", null],
  ["items=0-1", null],
  ["bytes=1e3-", null],
])("%s of 100 bytes", (header, range) => expect(rangeOf(header, 100)).toEqual(range));
