import { Temporal } from "temporal-polyfill";
import { isLanguageTag } from "./language-tag";
import { type Line, linesOf, MAX_BYTES, MAX_FIELD_LENGTH, MAX_LINES, signedLines } from "./lines";

/** A line's number counts from 1 in the file as it was fetched; null where the file as a whole is meant. */
export type Diagnostic<Code extends string> = { code: Code; line: number | null };

export type SecurityTxtError =
  | "file_too_large"
  | "too_many_lines"
  | "bom_present"
  | "invalid_line_ending"
  | "invalid_line"
  | "field_too_long"
  | "invalid_uri"
  | "invalid_contact_scheme"
  | "invalid_https_field"
  | "invalid_lang"
  | "invalid_expires"
  | "expired"
  | "no_contact"
  | "no_expires"
  | "multi_expires"
  | "multi_lang";
export type SecurityTxtRecommendation = "long_expiry" | "no_encryption" | "not_signed" | "no_canonical" | "multi_csaf";

export type SecurityTxtField = { name: string; value: string; line: number };

export type SecurityTxt = {
  valid: boolean;
  /** In an OpenPGP envelope; the signature itself is not checked. */
  signed: boolean;
  fields: SecurityTxtField[];
  contact: string[];
  expires: string | null;
  acknowledgments: string[];
  canonical: string[];
  csaf: string[];
  encryption: string[];
  hiring: string[];
  policy: string[];
  preferredLanguages: string[];
  errors: Diagnostic<SecurityTxtError>[];
  recommendations: Diagnostic<SecurityTxtRecommendation>[];
  notifications: Diagnostic<"unknown_field">[];
};

/** The fields of RFC 9116 §2.5, and CSAF (CSAF 2.0 §7.1.8). The schemes are those that each may have. */
const URI_FIELDS = {
  contact: ["mailto", "tel", "https"],
  acknowledgments: ["https"],
  canonical: ["https"],
  csaf: ["https"],
  encryption: ["https", "dns", "openpgp4fpr"],
  hiring: ["https"],
  policy: ["https"],
} as const satisfies Record<string, readonly string[]>;
type UriField = keyof typeof URI_FIELDS;

function isUriField(name: string): name is UriField {
  return Object.hasOwn(URI_FIELDS, name);
}

/** Reads a security.txt and says what is wrong with it at `now` (RFC 9116; errata 6946, 7264 and 7743 applied). */
export function validateSecurityTxt(text: string, now: Date): SecurityTxt {
  const result: SecurityTxt = {
    valid: false,
    signed: false,
    fields: [],
    contact: [],
    expires: null,
    acknowledgments: [],
    canonical: [],
    csaf: [],
    encryption: [],
    hiring: [],
    policy: [],
    preferredLanguages: [],
    errors: [],
    recommendations: [],
    notifications: [],
  };
  if (new TextEncoder().encode(text).length > MAX_BYTES) {
    result.errors.push({ code: "file_too_large", line: null });
    return result;
  }
  const { lines, broken } = linesOf(text.replace(/^\uFEFF/, ""));
  if (lines.length > MAX_LINES) result.errors.push({ code: "too_many_lines", line: null });
  if (text.startsWith("\uFEFF")) result.errors.push({ code: "bom_present", line: 1 });
  const inner = signedLines(lines);
  result.signed = inner !== null;
  const longExpiry: Diagnostic<SecurityTxtRecommendation>[] = [];
  const toRead = new Map((inner ?? lines).map((line) => [line.number, line]));
  for (const { number } of lines) {
    if (broken.includes(number)) result.errors.push({ code: "invalid_line_ending", line: number });
    const line = toRead.get(number);
    if (line && !line.text.startsWith("#") && line.text.trim() !== "") readField(result, line, now, longExpiry);
  }
  countFields(result, longExpiry);
  result.valid = result.errors.length === 0;
  return result;
}

function readField(result: SecurityTxt, line: Line, now: Date, longExpiry: Diagnostic<SecurityTxtRecommendation>[]) {
  const fail = (code: SecurityTxtError) => result.errors.push({ code, line: line.number });
  // field-name of RFC 5322 §3.6.8: any printable character but the colon.
  const parts = /^([!-9;-~]+):[ ]+(\S[\s\S]*)$/.exec(line.text);
  const value = parts?.[2]?.trim();
  if (!parts?.[1] || !value) return fail("invalid_line");
  const field = { name: parts[1], value, line: line.number };
  result.fields.push(field);
  const name = field.name.toLowerCase();
  const known = isUriField(name) || name === "expires" || name === "preferred-languages";
  if (!known) return result.notifications.push({ code: "unknown_field", line: line.number });
  if ([...line.text].length > MAX_FIELD_LENGTH) return fail("field_too_long");
  if (isUriField(name)) {
    const error = uriError(name, value);
    return error ? fail(error) : result[name].push(value);
  }
  if (name === "preferred-languages") {
    const tags = value.split(",").map((tag) => tag.trim());
    return tags.every(isLanguageTag) ? result.preferredLanguages.push(...tags) : fail("invalid_lang");
  }
  const instant = instantOf(value);
  if (!instant) return fail("invalid_expires");
  result.expires ??= value;
  const at = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  if (Temporal.Instant.compare(instant, at) <= 0) return fail("expired");
  const inOneYear = at.toZonedDateTimeISO("UTC").add({ years: 1 }).toInstant();
  if (Temporal.Instant.compare(instant, inOneYear) > 0) longExpiry.push({ code: "long_expiry", line: line.number });
}

function countFields(result: SecurityTxt, longExpiry: readonly Diagnostic<SecurityTxtRecommendation>[]): void {
  const named = (name: string) => result.fields.filter((field) => field.name.toLowerCase() === name);
  const second = (name: string) => named(name)[1]?.line;
  if (named("contact").length === 0) result.errors.push({ code: "no_contact", line: null });
  if (named("expires").length === 0) result.errors.push({ code: "no_expires", line: null });
  const secondExpires = second("expires");
  if (secondExpires) result.errors.push({ code: "multi_expires", line: secondExpires });
  const secondLanguages = second("preferred-languages");
  if (secondLanguages) result.errors.push({ code: "multi_lang", line: secondLanguages });

  result.recommendations.push(...longExpiry);
  const byMail = named("contact").some((field) => /^mailto:/i.test(field.value));
  // RFC 9116 §2.5.4: where mail is offered, a key makes it private.
  if (byMail && named("encryption").length === 0) result.recommendations.push({ code: "no_encryption", line: null });
  if (!result.signed) result.recommendations.push({ code: "not_signed", line: null });
  else if (named("canonical").length === 0) result.recommendations.push({ code: "no_canonical", line: null });
  const secondCsaf = second("csaf");
  if (secondCsaf) result.recommendations.push({ code: "multi_csaf", line: secondCsaf });
}

/** RFC 3339 date-time, its letters in either case (erratum 7264). */
function instantOf(value: string): Temporal.Instant | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(value)) return null;
  try {
    return Temporal.Instant.from(value.toUpperCase());
  } catch {
    return null;
  }
}

function uriError(name: UriField, value: string): SecurityTxtError | null {
  if (!isUri(value)) return "invalid_uri";
  const scheme = value.slice(0, value.indexOf(":")).toLowerCase();
  if (URI_FIELDS[name].some((allowed) => allowed === scheme)) return null;
  return name === "contact" ? "invalid_contact_scheme" : "invalid_https_field";
}

/** RFC 3986: a scheme, only characters of the grammar, a path; for web addresses a host as well. */
function isUri(value: string): boolean {
  const parts = /^([a-z][a-z\d+.-]*):([^#]*)(#.*)?$/i.exec(value);
  if (!parts || !/^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})+$/i.test(value)) return false;
  const [, scheme = "", rest = ""] = parts;
  if (!/^(https?|ftp)$/i.test(scheme)) return rest !== "" && !rest.startsWith("?");
  return /^\/\/(?:[^@/?]*@)?[^:/?@]/.test(rest) && URL.canParse(value);
}
