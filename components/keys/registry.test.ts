import { describe, expect, test } from "vitest";
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
