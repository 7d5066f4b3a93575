import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asWritten, readableHead } from "./readable";

describe("asWritten", () => {
  test("nothing in the text closes its block, and nothing of it changes", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "~", "a", "\n", " ") }), (text) => {
        const written = asWritten(text);
        const fence = /^`+/.exec(written)?.[0] ?? "";
        expect(written).toBe(`${fence}\n${text}\n${fence}`);
        expect(text).not.toContain(fence);
      }),
    );
  });
});

test("names that look like Markdown stay words, each on its line", () => {
  const head = readableHead({
    account: {
      email: "a@example.org",
      profile: { displayName: "x\n# Not a heading ` [link](https://evil.example)", group: "", title: "" },
      credit: null,
      pgpKey: null,
      notifications: {},
      createdAt: "2026-11-28T10:00:00Z",
    },
    drafts: [],
    index: [
      {
        reference: "SDH-7K3F-9QX6",
        program: "smile",
        title: "</details><script>alert(1)</script>",
        status: "Received",
        receivedAt: "2026-11-28T11:00:00Z",
      },
    ],
    at: "2026-11-29T10:00:00Z",
  });
  expect(head).toContain("- Name: `` x # Not a heading ` [link](https://evil.example) ``\n");
  expect(head).toContain(
    "- [SDH-7K3F-9QX6](#report-sdh-7k3f-9qx6) ` </details><script>alert(1)</script> `: Received, sent Sat 28 Nov 2026, 11:00 UTC",
  );
});
