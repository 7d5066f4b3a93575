import { describe, expect, test } from "vitest";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { revisionsOf } from "../compare/revision";
import { contentHash } from "../hash";
import type { PolicyDocument } from "../schema";
import { policyFeed } from "./atom";

function version(number: string, publishedAt: string, edit: (copy: PolicyDocument) => void) {
  const document = structuredClone(smile);
  document.version = number;
  edit(document);
  const entry = {
    version: number,
    title: document.title,
    revisedOn: document.revisedOn,
    reviewedOn: document.reviewedOn,
    confirmedAt: null,
    status: "superseded" as const,
    publishedAt,
    supersededAt: null,
    contentHash: contentHash(document),
    zone: document.calendar.zone,
  };
  return { entry, document };
}

const first = version("1.2", "2025-04-22T12:00:00.000Z", () => {});
const second = version("1.3", "2026-01-05T12:00:00.000Z", (copy) => {
  copy.title = "Policy <b>&amp; \u0007\"rules\" ]]> of 'ours'";
});
const third = version("2.0", "2026-02-05T12:00:00.000Z", (copy) => {
  for (const clause of copy.clauses) {
    if (clause.kind === "contact") for (const promise of clause.commitments ?? []) promise.amount = 3;
    if (clause.kind === "conduct") clause.rules.push({ id: "x", text: "Do not write <script>alert(1)</script>." });
  }
});
const program = { slug: "example", name: "Example & Sons" };
const revisions = revisionsOf([third, second, first]);
const xml = policyFeed("https://portal.example", program, revisions);
const [head = "", ...entries] = xml.split("<entry>");

/** The text of the first element of this name, as a reader of XML gets it. */
function textOf(part: string | undefined, element: string): string {
  const inner = new RegExp(`<${element}[^>]*>([\\s\\S]*?)</${element}>`).exec(part ?? "")?.[1] ?? "";
  return inner.replaceAll("]]><![CDATA[", "").replace(/^\s*<!\[CDATA\[|\]\]>\s*$/g, "");
}

describe("the feed of a policy's versions", () => {
  test("tells of a review that changed nothing, at its own instant and under an id of its own", () => {
    const confirmed = { ...second.entry, confirmedAt: "2026-03-01T09:00:00.000Z" };
    const told = policyFeed("https://portal.example", program, revisionsOf([{ ...second, entry: confirmed }, first]));
    const [start = "", ...news] = told.split("<entry>");
    expect(textOf(start, "updated")).toBe("2026-03-01T09:00:00.000Z");
    expect(news.map((entry) => [textOf(entry, "updated"), textOf(entry, "id").split("/").at(-1)])).toEqual([
      ["2026-03-01T09:00:00.000Z", "1-3#reviewed-2026-03-01T09:00:00.000Z"],
      ["2026-01-05T12:00:00.000Z", "1-3"],
      ["2025-04-22T12:00:00.000Z", "1-2"],
    ]);
    expect(textOf(news[0], "title")).toContain("reviewed, no change");
    expect(textOf(news[1], "title")).not.toContain("reviewed, no change");
  });

  test("is Atom with absolute addresses, newest first, and the instant of the newest", () => {
    expect(xml).toContain('<feed xmlns="http://www.w3.org/2005/Atom">');
    expect(textOf(head, "id")).toBe("https://portal.example/programs/example/policy/feed.xml");
    expect(head).toContain("<name>Example &amp; Sons</name>");
    expect(textOf(head, "updated")).toBe("2026-02-05T12:00:00.000Z");
    expect(entries.map((entry) => textOf(entry, "id"))).toEqual([
      "https://portal.example/programs/example/policy/v/2-0",
      "https://portal.example/programs/example/policy/v/1-3",
      "https://portal.example/programs/example/policy/v/1-2",
    ]);
    const links = Array.from(xml.matchAll(/href="([^"]+)"/g), ([, href]) => href);
    expect(links.length).toBe(5);
    for (const link of links) expect(link).toMatch(/^https:\/\/portal\.example\/programs\/example\//);
    expect(links).toContain("https://portal.example/programs/example/policy/diff?from=1.3&amp;to=2.0");
  });

  test("says what makes a revision major, and that a minor one takes nothing away", () => {
    expect(textOf(entries[0], "title")).toBe("Responsible Disclosure Policy, version 2.0 (major)");
    expect(textOf(entries[0], "content")).toContain(
      "<li>Clause 2.3.1: Acknowledge: 2 business days → 3 business days (lengthens a clock)</li>",
    );
    expect(textOf(entries[1], "content")).toContain("A minor revision");
    expect(textOf(entries[2], "content")).toContain("first version");
  });

  test("escapes the words of a policy", () => {
    expect(textOf(entries[1], "title")).toBe(
      "Policy &lt;b&gt;&amp;amp; &quot;rules&quot; ]]&gt; of 'ours', version 1.3 (minor)",
    );
    expect(xml).not.toContain("<script>");
    expect(xml).not.toContain("\u0007");
    expect(policyFeed("https://portal.example", program, revisions.slice(1))).not.toContain("<b>");
  });

  test("is the same bytes for the same versions, so that its ETag holds", () => {
    expect(policyFeed("https://portal.example", program, revisions)).toBe(xml);
    expect(() => policyFeed("https://portal.example", program, [])).toThrow(/version/);
  });
});
