import { describe, expect, test } from "vitest";
import { type, typeForJson } from "./command-line.test-data";
import { findCommand, overview } from "./portal";

const AVAILABLE = [
  "doctor",
  "policy lint",
  "sla due",
  "sla explain",
  "receipt verify",
  "audit verify",
  "staff invite",
  "sessions revoke",
  "outbox status",
  "policy import",
];
const LATER = ["keys rotate", "backup /tmp/nowhere", "restore /tmp/nowhere", "retention run --dry-run"];
const nameOf = (line: string) => findCommand(line.split(" "))?.command.name ?? "";

describe("every command", () => {
  test.each([...AVAILABLE, ...LATER.map(nameOf)])("%s explains itself without touching anything", async (name) => {
    const { code, out, complaint } = await type(...name.split(" "), "--help");
    expect({ code, complaint }).toEqual({ code: 0, complaint: "" });
    expect(out).toMatch(new RegExp(`^npm run portal -- ${name}`));
    const { json } = await typeForJson(...name.split(" "), "--help");
    expect(json).toMatchObject({ usage: expect.stringContaining(name), summary: expect.any(String) });
    expect(overview()).toContain(`  ${name}`);
  });

  test.each(LATER)("%s is not available, and says so instead of seeming to succeed", async (line) => {
    const { code, out } = await type(...line.split(" "));
    expect(code).toBe(2);
    expect(out).toBe(`${nameOf(line)}: not available\n`);
    expect(await typeForJson(...line.split(" "))).toEqual({ code: 2, json: { error: "not available" } });
  });
});

describe("the command line", () => {
  test("lists every command with --help, and calls no command at all a mistake", async () => {
    expect(await type("--help")).toEqual({ code: 0, out: `${overview()}\n`, complaint: "" });
    expect(await type()).toMatchObject({ code: 2 });
  });

  test("knows no other commands, nor half of one", async () => {
    for (const words of [["sla"], ["audit"], ["drop", "everything"], ["--json", "sla"]]) {
      const answer = await type(...words);
      expect(answer.code).toBe(2);
      expect(answer.complaint).toContain("There is no command ");
    }
    expect(await typeForJson("drop")).toEqual({ code: 2, json: { error: "There is no command drop." } });
  });

  test("refuses an option that a command does not have, also as JSON", async () => {
    const { code, json } = await typeForJson("audit", "verify", "--quick");
    expect(code).toBe(2);
    expect(json).toMatchObject({ error: expect.stringContaining("--quick") });
  });
});
