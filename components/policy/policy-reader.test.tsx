import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ontarioCalendar } from "@/db/seed/calendars/ontario";
import { queenslandCalendar } from "@/db/seed/calendars/queensland";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { conductRulesOf, exclusionsOf } from "@/lib/policy/document";
import { contentHash } from "@/lib/policy/hash";
import { reviewState } from "@/lib/policy/review";
import type { PolicyDocument } from "@/lib/policy/schema";
import { OrganisationFooter } from "./organisation-footer";
import { PolicyReader } from "./policy-reader";
import { ProgramOverview } from "./program-overview";
import { SecurityProgram } from "./security-program";

const MARK = "demonstration value, the source states none";
const cardihab = cardihabPolicy("2026-11-22");

function read(document: PolicyDocument, now = "2026-11-22T12:00:00Z", current = true): string {
  const calendar = document.program === "cardihab" ? queenslandCalendar : ontarioCalendar;
  return renderToStaticMarkup(
    <PolicyReader
      document={document}
      contentHash={contentHash(document)}
      calendar={calendar}
      review={reviewState(document, new Date(now))}
      reviewedOn={document.reviewedOn}
      current={current}
    />,
  );
}

/** What a person reads, with the escapes of HTML undone. */
const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");

describe.each([smileDigitalHealthPolicy, cardihab])("the policy page of $program", (document) => {
  const html = read(document);

  test("every clause has its number as anchor, and every entry of the contents leads to one", () => {
    const ids = Array.from(html.matchAll(/\sid="([^"]+)"/g), ([, id]) => id);
    for (const clause of document.clauses) expect(ids.filter((id) => id === clause.key)).toHaveLength(1);
    const targets = Array.from(html.matchAll(/href="#([^"]+)"/g), ([, id]) => id).filter((id) => id !== "top");
    expect(targets.length).toBeGreaterThan(document.clauses.length * 2);
    for (const target of targets) expect(ids).toContain(target);
    for (const clause of document.clauses) expect(html).toContain(`Link to clause ${clause.key}<`);
  });

  test("shows every rule, exclusion, promise and fact of the document", () => {
    const text = textOf(html);
    for (const rule of conductRulesOf(document)) expect(text).toContain(rule.text);
    for (const exclusion of exclusionsOf(document)) expect(text).toContain(exclusion.text);
    expect(text).toContain(document.businessDayRule);
    expect(text).toContain(contentHash(document));
    expect(text).toContain("no published target");
  });

  test("one h1, no inline style, and the address of its own report form", () => {
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/\sstyle=/);
    expect(html).toContain(`href="/report?program=${document.program}"`);
  });
});

describe("the policy page", () => {
  test("says that the review is overdue from the day after it was due, in Toronto", () => {
    expect(textOf(read(smileDigitalHealthPolicy, "2026-04-23T03:59:59Z"))).not.toContain("overdue");
    const late = textOf(read(smileDigitalHealthPolicy, "2026-04-23T04:00:00Z"));
    expect(late).toContain("Review overdue since Wed 22 Apr 2026");
    expect(late).toContain("The review of this policy is overdue");
    expect(textOf(read(smileDigitalHealthPolicy, "2026-11-22T00:00:00Z", false))).not.toContain("overdue");
  });

  test("one document changed changes the promise on the page", () => {
    const slower: PolicyDocument = structuredClone(smileDigitalHealthPolicy);
    for (const clause of slower.clauses) {
      if (clause.kind === "contact") for (const commitment of clause.commitments ?? []) commitment.amount = 3;
    }
    expect(textOf(read(smileDigitalHealthPolicy))).toContain("2 business days");
    expect(textOf(read(slower))).toContain("3 business days");
    expect(textOf(read(slower))).not.toContain("2 business days");
  });

  test("marks what the source does not state, and only that", () => {
    const beside = (html: string, value: string) => textOf(html).includes(`${value} ${MARK}`);
    expect(beside(read(cardihab), "security@cardihab.example")).toBe(true);
    expect(beside(read(cardihab), "Version 1.0")).toBe(true);
    expect(beside(read(smileDigitalHealthPolicy), "security@smiledigitalhealth.com")).toBe(false);
    expect(beside(read(smileDigitalHealthPolicy), "Version 1.2")).toBe(false);
  });
});

test("one program's safe harbour never stands under the other's policy", () => {
  const smile = textOf(renderToStaticMarkup(<ProgramOverview document={smileDigitalHealthPolicy} />));
  const other = textOf(renderToStaticMarkup(<ProgramOverview document={cardihab} />));
  expect(smile).toContain("complaint with law enforcement");
  expect(smile).not.toContain("is authorised");
  expect(other).toContain("is authorised");
  expect(other).not.toContain("law enforcement");
});

test("the foot of the page has both names, both offices, the badges and the trademark notice", () => {
  const html = renderToStaticMarkup(<OrganisationFooter document={smileDigitalHealthPolicy} />);
  expect(textOf(html)).toContain("Smile CDR Inc., doing business as Smile Digital Health");
  expect(html).toContain('href="tel:+18775373343"');
  expect(html.match(/mailto:info@smiledigitalhealth\.com/g)).toHaveLength(2);
  for (const badge of smileDigitalHealthPolicy.organisation.badges) expect(html).toContain(`>${badge}<`);
  expect(html).toContain("HL7®");
});

test("the security program names its owner, certificate, questions and where to ask", () => {
  const text = textOf(renderToStaticMarkup(<SecurityProgram document={cardihab} />));
  expect(text).toContain("Run by Security Team");
  expect(text).toContain("ISO/IEC 27001:2013");
  for (const entry of cardihab.securityProgram.faq) expect(text).toContain(entry.question);
  expect(text).toContain("security@cardihab.example");
});
