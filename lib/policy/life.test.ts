import { describe, expect, test } from "vitest";
import {
  DRAFT_MOVES,
  type DraftMove,
  type DraftStage,
  followsVersion,
  nextVersion,
  type Standing,
  stageAfter,
} from "./life";

const STAGES: DraftStage[] = ["draft", "in_review", "approved", "published", "withdrawn"];
const bare: Standing = { class: "minor", signed: false, approved: false };
const minor: Standing = { class: "minor", signed: true, approved: false };
const half: Standing = { class: "major", signed: true, approved: false };
const unsigned: Standing = { class: "major", signed: false, approved: true };
const major: Standing = { class: "major", signed: true, approved: true };

/** Every stage × move under a standing; what is not named cannot be done. */
const TABLE: [string, Standing, Partial<Record<DraftStage, Partial<Record<DraftMove, DraftStage>>>>][] = [
  [
    "nothing signed",
    bare,
    {
      draft: { edit: "draft", send: "in_review", raise: "draft", rebase: "draft", withdraw: "withdrawn" },
      in_review: {
        edit: "draft",
        return: "draft",
        raise: "in_review",
        rebase: "draft",
        sign: "in_review",
        withdraw: "withdrawn",
      },
      approved: { edit: "draft", return: "draft", raise: "in_review", rebase: "draft", withdraw: "withdrawn" },
      withdrawn: { restore: "draft" },
    },
  ],
  [
    "minor, signed",
    minor,
    {
      draft: { edit: "draft", send: "in_review", raise: "draft", rebase: "draft", withdraw: "withdrawn" },
      in_review: {
        edit: "draft",
        return: "draft",
        raise: "approved",
        rebase: "draft",
        sign: "approved",
        approve: "approved",
        withdraw: "withdrawn",
      },
      approved: {
        edit: "draft",
        return: "draft",
        raise: "approved",
        rebase: "draft",
        publish: "published",
        withdraw: "withdrawn",
      },
      withdrawn: { restore: "draft" },
    },
  ],
];

describe("the life of a draft", () => {
  const cells = TABLE.flatMap(([name, standing, allowed]) =>
    STAGES.flatMap((stage) =>
      DRAFT_MOVES.map((move) => [name, stage, move, allowed[stage]?.[move] ?? null, standing] as const),
    ),
  );
  test.each(cells)("%s: %s, %s → %s", (_name, stage, move, after, standing) => {
    expect(stageAfter(stage, move, standing)).toBe(after);
  });

  test("a major revision needs the executive's approval too, and a signature before it", () => {
    expect(stageAfter("in_review", "sign", half)).toBe("in_review");
    expect(stageAfter("in_review", "approve", major)).toBe("approved");
    expect(stageAfter("in_review", "approve", unsigned)).toBeNull();
    expect(stageAfter("approved", "publish", half)).toBeNull();
    expect(stageAfter("approved", "publish", unsigned)).toBeNull();
    expect(stageAfter("approved", "publish", major)).toBe("published");
  });

  test("a signed minor revision that is raised waits for the executive", () => {
    expect(stageAfter("approved", "raise", half)).toBe("in_review");
  });

  test("nothing leads to published but publishing, and only from approved", () => {
    for (const standing of [bare, minor, half, unsigned, major]) {
      for (const stage of STAGES) {
        for (const move of DRAFT_MOVES) {
          if (stageAfter(stage, move, standing) === "published") expect([stage, move]).toEqual(["approved", "publish"]);
        }
      }
    }
  });
});

test.each([
  ["1.3", "1.2", true],
  ["1.10", "1.9", true],
  ["2.0", "1.9.4", true],
  ["1.2.1", "1.2", true],
  ["1.2", "1.2", false],
  ["1.2.0", "1.2", false],
  ["1.1", "1.2", false],
])("%s follows %s: %s", (next, current, follows) => expect(followsVersion(next, current)).toBe(follows));

test("the next number counts the second place up", () => {
  expect(["1.2", "1.9", "2.0.3"].map(nextVersion)).toEqual(["1.3", "1.10", "2.1"]);
});
