import { expect, test } from "vitest";
import { initialsOf, presenceSentences } from "./people";

test.each([
  ["Ana Maria Ruiz", "AR"],
  ["otter", "O"],
  ["  Ben   Ode ", "BO"],
  ["李 雷", "李雷"],
  ["", ""],
])("the initials of %j", (name, initials) => expect(initialsOf(name)).toBe(initials));

test("says who is there in words, whoever writes first", () => {
  const person = (name: string, doing: "viewing" | "replying") => ({
    handle: name,
    name,
    initials: "",
    role: "Triage",
    doing,
  });
  expect(presenceSentences([person("Ben", "viewing"), person("Ana", "viewing"), person("Zoe", "replying")])).toEqual([
    "Zoe (Triage) is writing here.",
    "Ana (Triage) is looking at this report.",
    "Ben (Triage) is looking at this report.",
  ]);
  expect(presenceSentences([])).toEqual([]);
});
