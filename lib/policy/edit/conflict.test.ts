import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { chosenValues, differencesOf } from "./conflict";
import { readSection } from "./document";
import { itemsName } from "./fields";
import { idsIn, itemOperation, operateOnItems } from "./items";
import { sectionOf } from "./sections";

const policy = cardihabPolicy("2026-11-22");
const section = sectionOf(policy, "2.4");
if (!section) throw new Error("no section");
const values = readSection(policy, section);
const list = itemsName("exclusions");
const ids = values[list] as string[];
const operate = (...words: Parameters<typeof itemOperation>) =>
  operateOnItems(section.fields, values, itemOperation(...words));

describe("two versions of a section", () => {
  test("are told apart field by field, in words", () => {
    const yours = { ...values, heading: "Mine", "exclusions.third-party.kind": "asset" };
    const theirs = { ...values, heading: "Theirs", [list]: ids.slice(1) };
    expect(differencesOf(section.fields, yours, theirs)).toEqual([
      { name: "heading", label: "Heading", yours: "Mine", theirs: "Theirs" },
      {
        name: list,
        label: "Exclusions: which, and in what order",
        yours: ids.join("\n"),
        theirs: ids.slice(1).join("\n"),
      },
      {
        name: "exclusions.third-party.kind",
        label: "What is excluded (third-party)",
        yours: "Asset",
        theirs: "Kind of vulnerability",
      },
    ]);
    expect(differencesOf(section.fields, values, values)).toEqual([]);
  });

  test("one takes the fields of the other that were chosen", () => {
    const sent = { ...values, heading: "Mine", body: "Mine", "take.heading": "theirs", "take.body": "mine" };
    expect(chosenValues(sent, { ...values, heading: "Theirs", body: "Theirs" })).toEqual({
      values: { ...values, heading: "Theirs", body: "Mine" },
      mixed: true,
    });
    expect(chosenValues(values, {})).toEqual({ values, mixed: false });
  });

  test("an item that only they have comes with its fields", () => {
    const theirs = { ...values, [list]: [...ids, "new"], "exclusions.new.label": "New" };
    expect(chosenValues({ ...values, [`take.${list}`]: ["theirs"] }, theirs).values).toEqual(theirs);
  });
});

describe("the buttons of a list", () => {
  test("move, remove and add", () => {
    const [first = "", second = ""] = ids;
    expect(operate("down", "exclusions", first)?.values[list]).toEqual([second, first, ...ids.slice(2)]);
    expect(operate("up", "exclusions", second)?.values[list]).toEqual([second, first, ...ids.slice(2)]);
    expect(operate("up", "exclusions", first)).toBeNull();
    expect(operate("remove", "exclusions", first)).toMatchObject({ item: second, values: { [list]: ids.slice(1) } });
    expect(operate("add", "exclusions")?.item).toBe("exclusion-7");
    expect(operate("add", "rules")).toBeNull();
  });

  test("a new item is never taken for one of another version", () => {
    const reserved = idsIn({ clauses: [{ exclusions: [{ id: "exclusion-7" }] }] });
    expect(operateOnItems(section.fields, values, "add:exclusions", reserved)?.item).toBe("exclusion-8");
  });
});
