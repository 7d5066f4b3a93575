import { describe, expect, test } from "vitest";
import { ASSIGN_SCOPE } from "@/components/reports/assignee";
import { fieldName } from "@/components/reports/field-names";
import { COMPOSER_SCOPE } from "@/components/threads/composer";
import { NOTE_SCOPE } from "@/components/threads/notes";
import { BINDINGS, bindingsFor, matching, SECTIONS } from "./registry";

describe("the keys of the desk", () => {
  test("are each one binding, said in words, in a section of the sheet", () => {
    const typed = BINDINGS.map(({ keys }) => keys.join(" "));
    expect(new Set(typed).size).toBe(typed.length);
    for (const { words, of } of BINDINGS) {
      expect(words).toMatch(/^[A-Z]/);
      expect(SECTIONS).toContain(of);
    }
  });

  test("publish, disclose and open to the public nothing", () => {
    expect(JSON.stringify(BINDINGS)).not.toMatch(/publish|disclos|public|visib|\bsign/i);
  });

  test("name the fields of a report's page as its forms do", () => {
    const focused = BINDINGS.flatMap(({ does }) => ("focus" in does ? [does.focus] : []));
    for (const name of [
      fieldName(COMPOSER_SCOPE, "text"),
      fieldName(NOTE_SCOPE, "note"),
      fieldName(ASSIGN_SCOPE, "assignee"),
    ]) {
      expect(focused).toContain(`[name="${name}"]`);
    }
  });

  test("lead nowhere that somebody may not open", () => {
    const going = bindingsFor([{ href: "/staff/policies" }]).flatMap(({ does }) => ("go" in does ? [does.go] : []));
    expect(going).toEqual(["/staff", "/staff/policies"]);
    expect(bindingsFor([]).length).toBeGreaterThan(10);
  });

  test.each([
    [["j"], "Next report", false],
    [["g"], null, true],
    [["g", "t"], "Go to triage", false],
    [["g", "x"], null, false],
    [["."], "Copy the reference", true],
    [[".", ".", "."], "Copy the link", false],
    [["q"], null, false],
  ])("%j", (typed, words, longer) => {
    const found = matching(typed);
    expect([found.whole?.words ?? null, found.longer]).toEqual([words, longer]);
  });
});
