import { describe, expect, test } from "vitest";
import { recordSave, type Sender, type StepSave, standing } from "./saves";

const from = (rev: number, tab: string | null = null, seq = 0): Sender => ({ rev, tab, seq });

/** Saves in a row, each at the next revision after 1, as the portal would record them. */
function savedBy(...senders: Sender[]): StepSave | undefined {
  let save: StepSave | undefined;
  for (const [index, sender] of senders.entries()) save = recordSave(save, sender, index + 2, false);
  return save;
}

describe("how a page stands to what is stored of its step", () => {
  test.each([
    ["a first save", savedBy(), from(1), "fresh"],
    ["a page made after the last save", savedBy(from(1)), from(2), "fresh"],
    ["a page made before it", savedBy(from(1)), from(1), "stale"],
    [
      "the same open page once more, whose answer may have been lost",
      savedBy(from(1, "a", 1)),
      from(1, "a", 2),
      "fresh",
    ],
    ["a run of saves of one page", savedBy(from(1, "a", 1), from(1, "a", 2)), from(1, "a", 3), "fresh"],
    ["a request that a later one of its page has overtaken", savedBy(from(1, "a", 2)), from(1, "a", 1), "superseded"],
    ["another tab", savedBy(from(1, "a", 1)), from(1, "b", 1), "stale"],
    ["a page behind whose back another saved", savedBy(from(1, "a", 1), from(2, "b", 1)), from(1, "a", 2), "stale"],
    [
      "a page whose own run began after another's save",
      savedBy(from(1, "b", 1), from(1, "a", 1)),
      from(1, "a", 2),
      "stale",
    ],
    ["pages without scripts are never taken for one another", savedBy(from(1, null, 0)), from(1, null, 0), "stale"],
  ] as const)("%s", (_name, save, sender, expected) => expect(standing(save, sender)).toBe(expected));

  test("a step stays finished when it is saved by itself again, and is not finished by that", () => {
    const typed = recordSave(undefined, from(1, "a", 1), 2, false);
    expect(typed.confirmed).toBe(false);
    const continued = recordSave(typed, from(1, "a", 2), 3, true);
    expect(recordSave(continued, from(3, "b", 1), 4, false).confirmed).toBe(true);
  });
});
