import { Temporal } from "temporal-polyfill";
import { contactOf, governanceOf } from "../document";
import { newReportPath, policyPath } from "../paths";
import type { PolicyDocument } from "../schema";
import { type SecurityTxtContent, serializeSecurityTxt } from "./serialize";

/** RFC 9116 §2.5.5 recommends less than a year ahead. */
const LONGEST_DAYS = 364;
/** Ours: readers keep a copy for a while, so the file never says that it ends sooner than in a month. */
const SHORTEST_DAYS = 30;
/** Ours: where a policy binds itself to no cycle of review, its file is good for three months at a time. */
const WITHOUT_REVIEW_DAYS = 90;

export type SecurityTxtOf = {
  document: PolicyDocument;
  /** The portal's origin. Links are given only when it is https (RFC 9116 §2.5 asks it of web addresses). */
  appUrl: string;
  /** Where this file is served, as paths of the portal. */
  paths: readonly string[];
  /** The path of the published OpenPGP key; null while there is none. */
  keyPath: string | null;
  now: Date;
};

/** The program's security.txt, the same for a whole UTC day; null while the policy names no way to reach anybody. */
export function securityTxt({ document, appUrl, paths, keyPath, now }: SecurityTxtOf): string | null {
  const secure = appUrl.startsWith("https://");
  const email = contactOf(document)?.email ?? null;
  const contact = [
    ...(email ? [mailtoOf(email)] : []),
    ...(secure ? [`${appUrl}${newReportPath(document.program)}`] : []),
  ];
  if (contact.length === 0) return null;
  const links: Partial<SecurityTxtContent> = secure
    ? {
        canonical: paths.map((path) => `${appUrl}${path}`),
        policy: `${appUrl}${policyPath(document.program)}`,
        ...(keyPath ? { encryption: `${appUrl}${keyPath}` } : {}),
      }
    : {};
  const content = { contact, expires: expiresOf(document, now), ...links, preferredLanguages: document.language };
  return serializeSecurityTxt(content, now);
}

/** When the program's file should be fetched again. */
export function expiresOf(document: PolicyDocument, now: Date): string {
  const governance = governanceOf(document);
  const due =
    governance && document.reviewedOn
      ? Temporal.PlainDate.from(document.reviewedOn).add({ years: governance.reviewEvery.amount })
      : null;
  return expiresBy(due, now);
}

/**
 * At the latest with the next review of the policy, and never further away than RFC 9116 recommends. It counts from
 * the start of the UTC day, so that the file and its ETag stay the same for that day.
 */
export function expiresBy(reviewDue: Temporal.PlainDate | null, now: Date): string {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO("UTC").startOfDay();
  const review = reviewDue?.toZonedDateTime("UTC") ?? today.add({ days: WITHOUT_REVIEW_DAYS });
  const bounds = [today.add({ days: SHORTEST_DAYS }), review, today.add({ days: LONGEST_DAYS })];
  const [, middle = review] = bounds.sort(Temporal.ZonedDateTime.compare);
  return middle.toInstant().toString();
}

/** RFC 6068: what would mean something else in a URI is percent-encoded. */
export function mailtoOf(email: string): string {
  return `mailto:${encodeURIComponent(email).replaceAll("%40", "@").replaceAll("%2B", "+")}`;
}
