import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mentionedIn, noteParts } from "./mentions";

const people = [
  { name: "Dana Okafor" },
  { name: "Dan" },
  { name: "Alex Kim" },
  { name: "Alex Stone" },
  { name: "R. D'Arc (on call)" },
];
const names = (text: string) => mentionedIn(text, people).map(({ name }) => name);

describe("mentionedIn", () => {
  test.each([
    ["@Dana Okafor, please look", ["Dana Okafor"]],
    ["@dana please", ["Dana Okafor"]],
    ["(@Dan)", ["Dan"]],
    ["@Dana and @dan and @DANA OKAFOR", ["Dana Okafor", "Dan"]],
    ["@Alex should say", []],
    ["@Alex Kim should say", ["Alex Kim"]],
    ["write to dana@dana.example or a@Dan", []],
    ["@Danas place", []],
    ["@@Dan", []],
    ["@R. D'Arc (on call)!", ["R. D'Arc (on call)"]],
    ["@somebody else", []],
    ["", []],
  ])("%j", (text, expected) => expect(names(text)).toEqual(expected));

  test("two who have one name are both meant", () => {
    const twins = [{ name: "Kim" }, { name: "Kim" }];
    expect(mentionedIn("@kim", twins)).toEqual(twins);
  });
});

test("the parts of a note are the note", () => {
  const piece = fc.constantFrom("@", "Dana", " Okafor", "@Dan", "\n", "x", ".", "@Alex Kim ");
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      expect(
        noteParts(text, people)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }),
  );
});
