import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import type { PolicyDocument } from "../schema";
import { expiresOf, mailtoOf, securityTxt } from "./build";
import { validateSecurityTxt } from "./validate";

const cardihab = cardihabPolicy("2026-11-22");
const NOW = new Date("2026-11-22T20:15:00Z");
const HTTPS = "https://disclosure.example.org";
const PATH = "/.well-known/security.txt";
const of = (document: PolicyDocument, more: Partial<Parameters<typeof securityTxt>[0]> = {}) =>
  securityTxt({ document, appUrl: HTTPS, paths: [PATH], keyPath: null, now: NOW, ...more });

const withoutAddress = (document: PolicyDocument): PolicyDocument => ({
  ...document,
  clauses: document.clauses.map((clause) => (clause.kind === "contact" ? { ...clause, email: null } : clause)),
});

describe("securityTxt", () => {
  test("of a portal with https names address, form, policy, key and itself", () => {
    expect(of(cardihab, { keyPath: "/programs/cardihab/pgp-key.asc" })).toBe(
      [
        "Contact: mailto:security@cardihab.example",
        "Contact: https://disclosure.example.org/report?program=cardihab",
        "Expires: 2027-02-20T00:00:00Z",
        "Canonical: https://disclosure.example.org/.well-known/security.txt",
        "Encryption: https://disclosure.example.org/programs/cardihab/pgp-key.asc",
        "Policy: https://disclosure.example.org/programs/cardihab/policy",
        "Preferred-Languages: en",
        "",
      ].join("\n"),
    );
  });

  test("of a portal without https has no web address at all", () => {
    const text = of(smile, { appUrl: "http://127.0.0.1:3000", keyPath: "/programs/smile-digital-health/pgp-key.asc" });
    expect(text).toBe(
      "Contact: mailto:security@smiledigitalhealth.com\nExpires: 2026-12-22T00:00:00Z\nPreferred-Languages: en\n",
    );
  });

  test("needs somebody to contact", () => {
    expect(of(withoutAddress(cardihab), { appUrl: "http://127.0.0.1:3000" })).toBeNull();
    expect(of(withoutAddress(cardihab))).toMatch(/^Contact: https:/);
  });

  test.each([
    ["first.last+intake@example.org", "mailto:first.last+intake@example.org"],
    ["a&b?c%d@example.org", "mailto:a%26b%3Fc%25d@example.org"],
  ])("writes %s as %s", (email, uri) => expect(mailtoOf(email)).toBe(uri));

  test("is valid whenever it is asked for, and the same for the whole day", () => {
    const instants = fc.date({ min: new Date("2025-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.constantFrom(smile, cardihab), (now, document) => {
        const text = of(document, { now });
        if (text === null) throw new Error("no file");
        const read = validateSecurityTxt(text, now);
        expect(read.errors).toEqual([]);
        expect(read.recommendations.map((one) => one.code)).toEqual(["no_encryption", "not_signed"]);
        const midnight = new Date(now.toISOString().slice(0, 10));
        expect(of(document, { now: midnight })).toBe(text);
        expect(of(document, { now: new Date(midnight.getTime() + 86_399_999) })).toBe(text);
      }),
    );
  });
});

describe("expiresOf", () => {
  test.each([
    ["goes with the next review", "2025-04-22", "2025-10-01T09:00:00Z", "2026-04-22T00:00:00Z"],
    ["stays under a year on the day of the review", "2025-04-22", "2025-04-22T09:00:00Z", "2026-04-21T00:00:00Z"],
    ["is a month away when the review is near", "2025-04-22", "2026-04-20T09:00:00Z", "2026-05-20T00:00:00Z"],
    ["is a month away when the review is overdue", "2025-04-22", "2026-11-22T23:59:59Z", "2026-12-22T00:00:00Z"],
    ["is three months away when no review was signed", null, "2026-11-22T00:00:00Z", "2027-02-20T00:00:00Z"],
  ])("%s", (_name, reviewedOn, now, expires) => {
    expect(expiresOf({ ...smile, reviewedOn }, new Date(now))).toBe(expires);
  });
});
