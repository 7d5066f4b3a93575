import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test("whatever a value holds, an event is one line that reads back as it was (AL-10)", () => {
  const values = [
    "heron\r\nerror: the portal is down",
    '","level":60,"msg":"made up","x":"',
    "\u001b[2J\u001b[31mred\u0007\u0000\u007f",
    "\u2028\u2029\\",
  ];
  const script = `
    const { log } = await import(${JSON.stringify(join(import.meta.dirname, "log.ts"))});
    for (const value of ${JSON.stringify(values)}) log.warn({ value, [value]: 1 }, value);
  `;
  const { stderr, status } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  const lines = stderr.split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    values.map((value) => expect.objectContaining({ level: 40, value, [value]: 1, msg: value })),
  );
  for (const line of lines) expect([...line].every((letter) => letter >= " ")).toBe(true);
});
