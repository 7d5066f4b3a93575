import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { expiresBy, mailtoOf } from "../security-txt/build";
import { validateSecurityTxt } from "../security-txt/validate";
import { found } from "./finding";
import { clausesOfKind, firstWith, passagesOf } from "./prose";
import type { Finding, LintContext, LintSubject } from "./types";

const isVersion = (text: string) => /^\d{1,4}\.\d{1,4}(\.\d{1,4})?$/.test(text);

export function lintIdentity(subject: LintSubject): Finding[] {
  const findings: Finding[] = [];
  if (!isVersion(subject.version ?? "")) {
    findings.push(
      found("version-missing", {
        message: subject.version
          ? `The version is “${subject.version}”, not a number such as 1.2.`
          : "The policy has no version.",
        advice: "Give it a number such as 1.0: each report is judged under the version in force when it was sent.",
      }),
    );
  }
  if (!dateOf(subject.revisedOn)) {
    findings.push(
      found("date-missing", {
        message: subject.revisedOn
          ? `The date of revision is “${subject.revisedOn}”, which is no date.`
          : "The policy has no date of issue or revision.",
        advice: "Set the date of this revision, as in 2026-01-31.",
      }),
    );
  }
  return findings;
}

/** A year means the same date, inclusive (product.md §4). Without a recorded review the revision counts. */
function reviewDue(subject: LintSubject): { clause: string | null; due: Temporal.PlainDate; from: string } | null {
  const [governance] = clausesOfKind(subject, "governance");
  const years = governance?.reviewEvery?.amount;
  const last = dateOf(subject.reviewedOn) ?? dateOf(subject.revisedOn);
  if (!governance || !years || !last) return null;
  const from = dateOf(subject.reviewedOn) ? "review" : "revision, since no review is recorded";
  return { clause: governance.key ?? null, due: last.add({ years }), from };
}

export function lintReview(subject: LintSubject, { now }: LintContext): Finding[] {
  const review = reviewDue(subject);
  if (!review || Temporal.PlainDate.compare(localDate(subject, now), review.due) <= 0) return [];
  return [
    found("review-overdue", {
      clause: review.clause,
      message: `The review is overdue since ${review.due}, the last day on which it was in time (counted from the last ${review.from}).`,
      advice: "Review the policy and sign the review, with or without a change.",
    }),
  ];
}

export function lintCertificates(subject: LintSubject, { now }: LintContext): Finding[] {
  const today = localDate(subject, now);
  return (subject.securityProgram?.certificates ?? []).flatMap((certificate) => {
    const end = dateOf(certificate.validTo);
    if (!end || Temporal.PlainDate.compare(today, end) <= 0) return [];
    return [
      found("certificate-expired", {
        message: `The certificate to ${certificate.standard ?? "a standard"} was valid until ${end}.`,
        advice: "Enter the renewed certificate, or take it off the page.",
      }),
    ];
  });
}

export function lintContact(subject: LintSubject, { now }: LintContext): Finding[] {
  const contacts = clausesOfKind(subject, "contact");
  const contact = contacts.find((clause) => clause.email);
  if (!contact?.email) {
    return [
      found("contact-missing", {
        clause: contacts[0]?.key ?? null,
        message: "The policy names no address to send a report to.",
        advice: "Set the address in a contact clause. The policy cannot be published without one.",
      }),
    ];
  }
  const text = `Contact: ${mailtoOf(contact.email)}\nExpires: ${expiresBy(reviewDue(subject)?.due ?? null, now)}\n`;
  const errors: string[] = validateSecurityTxt(text, now).errors.map((error) => error.code);
  if (!z.email().safeParse(contact.email).success) errors.unshift(`“${contact.email}” is no mail address`);
  return errors.slice(0, 1).map((error) =>
    found("security-txt-invalid", {
      clause: contact.key ?? null,
      message: `The security.txt made from this policy would not be valid: ${error}.`,
      advice: "Correct the address in the contact clause.",
    }),
  );
}

/** Ours: long enough to renew a key before anybody meets an expired one. */
const KEY_WARNING_DAYS = 14;
const ASKS_FOR_ENCRYPTION = [/\b(?:pgp|gpg|openpgp|s\/mime)\b|\bencrypt\w*\b[^.]*\b(?:report|e-?mail|message)s?\b/i];

export function lintKey(subject: LintSubject, { now, key }: LintContext): Finding[] {
  const asks = firstWith(passagesOf(subject), ...ASKS_FOR_ENCRYPTION);
  const clause = asks?.clause ?? null;
  if (key === undefined && !asks) return [];
  if (!key) {
    const unknown = "whether the program has a key was not looked at";
    return [
      found("key-missing", {
        clause,
        severity: asks && key === null ? "warning" : "note",
        message: asks
          ? `The text asks for encrypted mail; ${key === null ? "the program has no key" : unknown}.`
          : "The program has no key for encrypted mail.",
        advice: "Publish an OpenPGP key with its fingerprint and expiry, or ask for reports by the form only.",
      }),
    ];
  }
  if (key.expires === null) return [];
  const left = Date.parse(key.expires) - now.getTime();
  const day = key.expires.slice(0, 10);
  if (left > KEY_WARNING_DAYS * 86_400_000) return [];
  if (left > 0) {
    return [
      found("key-expires-soon", {
        clause,
        message: `The key for encrypted mail expires on ${day}.`,
        advice: "Renew the key, or publish a new one, before that day.",
      }),
    ];
  }
  return [
    found("key-expired", {
      clause,
      message: `The key for encrypted mail expired on ${day}.`,
      advice: "Renew the key or publish a new one. The policy cannot be published with an expired key.",
    }),
  ];
}

function localDate(subject: LintSubject, now: Date): Temporal.PlainDate {
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  try {
    return instant.toZonedDateTimeISO(subject.calendar?.zone ?? "UTC").toPlainDate();
  } catch {
    return instant.toZonedDateTimeISO("UTC").toPlainDate();
  }
}

function dateOf(text: string | null | undefined): Temporal.PlainDate | null {
  if (!text || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return null;
  }
}
