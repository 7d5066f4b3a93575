import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { comparePolicies } from "@/lib/policy/compare/diff";
import { revisionsOf } from "@/lib/policy/compare/revision";
import { contentHash } from "@/lib/policy/hash";
import type { PolicyDocument } from "@/lib/policy/schema";
import { PolicyDiff } from "./policy-diff";
import { PolicyHistory } from "./policy-history";
import { SupersededBanner } from "./superseded-banner";

const slower: PolicyDocument = structuredClone(smile);
slower.version = "2.0";
for (const clause of slower.clauses) {
  if (clause.kind === "contact") for (const promise of clause.commitments ?? []) promise.amount = 3;
  if (clause.key === "1.1") clause.body = clause.body.replace("active approach", "<b>very</b> active approach");
}

function revision(document: PolicyDocument, publishedAt: string, supersededAt: string | null) {
  const entry = {
    version: document.version,
    title: document.title,
    revisedOn: document.revisedOn,
    reviewedOn: document.reviewedOn,
    confirmedAt: null,
    status: supersededAt ? ("superseded" as const) : ("published" as const),
    publishedAt,
    supersededAt,
    contentHash: contentHash(document),
    zone: document.calendar.zone,
  };
  return { entry, document };
}

describe("a comparison", () => {
  const html = renderToStaticMarkup(<PolicyDiff comparisons={comparePolicies(smile, slower)} />);

  test("marks words for the eye and, in words, for the ear", () => {
    expect(html).toMatch(/<del[^>]*><span class="sr-only">\[removed\] <\/span>2<\/del>/);
    expect(html).toMatch(/<ins[^>]*><span class="sr-only">\[added\] <\/span>3<\/ins>/);
    expect(html).toContain("<li>Acknowledge: 2 business days → 3 business days</li>");
  });

  test("folds what did not change and says how much that is, without a script", () => {
    expect(html).toMatch(/<summary[^>]*>.*?\d+ unchanged words/);
    expect(html).toMatch(/\d+ unchanged parts, \d+ words/);
    expect(html).toContain("Denial-of-service attacks are outside the scope of this policy.");
    expect(html).not.toMatch(/<script|\sstyle=|onclick/);
  });

  test("shows the text of a policy as text", () => {
    expect(html).toContain("&lt;b&gt;very&lt;/b&gt;");
  });

  test("of a version with itself says so", () => {
    const same = renderToStaticMarkup(<PolicyDiff comparisons={comparePolicies(smile, smile)} />);
    expect(same).toContain("No text changes");
    expect(same).not.toMatch(/<ins|<del/);
  });
});

describe("the history", () => {
  const revisions = revisionsOf([
    revision(slower, "2026-02-05T12:00:00.000Z", null),
    revision(smile, "2025-04-22T12:00:00.000Z", "2026-02-05T12:00:00.000Z"),
  ]);
  const html = renderToStaticMarkup(<PolicyHistory program="example" revisions={revisions} />);

  test("says of each version when it was in force, its class and why, and links the comparison", () => {
    expect(html).toContain(">Major<");
    expect(html).toContain("1 reason");
    expect(html).toContain("Acknowledge: 2 business days → 3 business days");
    expect(html).toContain('href="/programs/example/policy/diff?from=1.2&amp;to=2.0"');
    expect(html).toContain("First version");
    expect(html).toContain('href="/programs/example/policy/feed.xml"');
    expect(html.match(/>In force</g)).toHaveLength(1);
  });

  test("a superseded version leads to what changed since", () => {
    const banner = renderToStaticMarkup(<SupersededBanner document={smile} supersededAt={null} />);
    expect(banner).toContain(`href="/programs/${smile.program}/policy/diff?from=1.2"`);
  });
});
