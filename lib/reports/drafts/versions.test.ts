import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import type { Answers } from "../form/answers";
import { asTyped } from "../form/judge";
import { stepForm } from "../form/report-form";
import { readForm } from "../form/schema";
import { differences, keepName, theirsInWords, theirsName, withChoices } from "./versions";

const policy = cardihabPolicy("2026-11-02");
const details = stepForm(policy, "details").fields;
const exposure = stepForm(policy, "exposure").fields;

const read = (fields: typeof details, values: Record<string, string | string[]>): Answers =>
  asTyped(fields, readForm(fields, values).raw);

describe("two versions of a page", () => {
  test("differ question by question; blank is blank however it is stored", () => {
    const mine = { title: "One", summary: "", references: ["", "https://a.example"] };
    const theirs = { title: "Other", references: ["https://a.example"] };
    expect(differences(details, mine, theirs).map(({ name }) => name)).toEqual(["title"]);
    expect(theirsInWords(details.slice(0, 2), theirs)).toEqual({
      [theirsName("title")]: "Other",
      [theirsName("summary")]: "nothing",
    });
  });

  test("the chosen one of each is kept: text, lines, choices and ticks", () => {
    const values = {
      title: "Mine",
      details: "My details",
      "references[]": ["https://mine.example"],
      onlyOne: "yes",
      [keepName("title")]: "theirs",
      [keepName("details")]: "mine",
      [keepName("references")]: "theirs",
      [keepName("onlyOne")]: "theirs",
    };
    const stored: Answers = { title: "Theirs", details: "Their details", references: ["a", "b"], onlyOne: "" };
    expect(read(details, withChoices(details, values, stored))).toMatchObject({
      title: "Theirs",
      details: "My details",
      references: ["a", "b"],
      onlyOne: "",
    });
  });

  test("what hangs on an answer follows it", () => {
    const values = { exposed: "no", [keepName("exposed")]: "theirs", [keepName("exposureKinds")]: "mine" };
    const stored: Answers = { exposed: "yes", exposureKinds: ["health", "other"], exposureHeld: "none" };
    expect(read(exposure, withChoices(exposure, values, stored))).toMatchObject(stored);
  });

  test("without a choice a form is as it was sent", () => {
    const values = { title: "Mine", "urls[]": ["x"] };
    expect(withChoices(details, values, { title: "Theirs" })).toEqual(values);
  });
});
