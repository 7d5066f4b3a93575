import { expect, test } from "vitest";
import { currentRuns } from "./current-runs";

test("keeps the newest next update and every run of other clocks, in their order", () => {
  const runs = [
    { clock: "next_update", run: 1 },
    { clock: "verify", run: 1 },
    { clock: "next_update", run: 3 },
    { clock: "verify", run: 2 },
    { clock: "next_update", run: 2 },
  ] as const;
  expect(currentRuns(runs)).toEqual([runs[1], runs[2], runs[3]]);
  expect(currentRuns([])).toEqual([]);
});
