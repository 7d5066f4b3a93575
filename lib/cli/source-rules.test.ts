import { describe, expect, test } from "vitest";
import { findSourceViolations, SOURCE_RULE_NAMES } from "./source-rules";

const CAUGHT: [path: string, text: string, rule: string][] = [
  ["lib/sla/clock.ts", "const port = process.env.PORT;", "process.env"],
  ["app/page.tsx", "process.env.DEMO", "process.env"],
  ["lib/sla/clock.ts", "const now = new Date();", "no clock"],
  ["lib/reports/queries.ts", "const now = Date.now();", "no clock"],
  ["components/reports/row.tsx", "due.toLocaleDateString()", "print a date"],
  ["lib/reports/list.ts", "new Intl.DateTimeFormat('en')", "print a date"],
  ["components/ui/button.tsx", '<b className="ml-2">', "logical classes"],
  ["components/ui/button.tsx", '<b className="flex md:pr-4">', "logical classes"],
  ["components/ui/button.tsx", '<b className="absolute -left-px">', "logical classes"],
  ["components/ui/button.tsx", '<b className="text-left">', "logical classes"],
  ["lib/reports/queries.ts", "sql.raw(order)", "no raw SQL"],
  ["app/page.tsx", '"use cache";', "no cache"],
  ["lib/webhooks/mutations/deliver.ts", "await fetch(url);", "outgoing requests"],
  ["app/api/preview/route.ts", "return globalThis.fetch;", "outgoing requests"],
];

describe("findSourceViolations", () => {
  test.each(CAUGHT)("%s: %s", (path, text, rule) => {
    const found = findSourceViolations(path, `const a = 1;\n${text}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path, line: 2, text });
    expect(found[0]?.rule).toContain(rule);
  });

  test.each([
    ["lib/env/env.ts", "parse(process.env)"],
    ["next.config.ts", "process.env.NEXT_DIST_DIR"],
    ["lib/cli/launch.mjs", "process.env.PORT"],
    ["lib/jobs/worker.ts", "Date.now()"],
    ["lib/sla/clock.test.ts", "new Date()"],
    ["lib/sla/clock.ts", "new Date(due)"],
    ["components/ui/when.tsx", "new Intl.DateTimeFormat('en')"],
    ["components/ui/button.tsx", '<b className="ms-2 pe-4 start-0 text-start">'],
    ["components/ui/dialog.tsx", "const bright-4 = copyright-2"],
    ["lib/programs/schema.ts", 'new Intl.DateTimeFormat("en", { timeZone: name })'],
    ["lib/mail/in/mailbox.ts", "client.fetch(range)"],
    ["lib/cli/page-speed.ts", "await fetch(url)"],
    ["components/keys/palette.tsx", "await fetch(url)"],
    ["lib/sla/clock.ts", "// never process.env or Date.now() here"],
  ])("lets %s say %s", (path, text) => expect(findSourceViolations(path, text)).toEqual([]));

  test("every rule has a line that proves it", () => {
    for (const name of SOURCE_RULE_NAMES)
      expect(
        CAUGHT.some(([, , rule]) => name.includes(rule)),
        name,
      ).toBe(true);
  });
});
