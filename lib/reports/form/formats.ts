import { creditOrganisationProblem } from "../../credit/text";
import { blockProblem } from "../../pgp/blocks";
import type { SeverityBand } from "../../severity/bands";
import { parseVector } from "../../severity/vector";
import type { Format, LinesField } from "./fields";

/** What the judge cannot know by itself. The two lists are looked up on the server only. */
export type Lookups = {
  /** Local date of the reader, "YYYY-MM-DD". */
  today: string;
  readVector?: (vector: string) => { ok: true; band: SeverityBand; score: number } | { ok: false; message: string };
  /** A CWE number or name to its id "CWE-79". */
  findWeakness?: (text: string) => { ok: true; id: string } | { ok: false; message: string };
};

const URL_MAX = 2048;
const URL_SCHEMES = ["http:", "https:", "git:", "ssh:"];

/** HTML's definition of an e-mail address, with at least one dot in the domain. */
const EMAIL =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i;

/** Marks that change the direction of text or cannot be seen. Joiners stay: several scripts need them. */
const HIDDEN_MARKS = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

const HTML_TAG = /<\s*[a-z!/?]/i;

/** What is wrong with the form of a one-line answer, or null. */
export function formatProblem(format: Format, text: string, error: string, lookups: Lookups): string | null {
  switch (format) {
    case "plain":
    case "version":
    case "policy-version":
      return null;
    case "email":
      return EMAIL.test(text) ? null : error;
    case "https":
      return parseUrl(text)?.protocol === "https:" && !/^https:\/\/[^/?#]*@/i.test(text) ? null : error;
    case "cvss": {
      const vector = parseVector(text);
      return vector.ok ? null : vector.message;
    }
    case "cve-id":
      return /^CVE-\d{4}-\d{4,19}$/.test(text) ? null : error;
    case "display-text":
      return creditOrganisationProblem(text);
    case "future-date":
      if (!isDate(text)) return error;
      return text > lookups.today ? null : "Date must be in the future";
    case "time":
      return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? null : error;
    case "zone":
      return isZone(text) ? null : error;
    // Whether the block holds what it says is looked at on the server.
    case "pgp-message":
      return blockProblem(text, "message");
    case "pgp-key":
      return blockProblem(text, "public_key");
  }
}

export type JudgedLine = { value: string; notice?: string } | { problem: string };

/** Judges one line of a box that holds one item a line. `number` counts from 1, blank lines included. */
export function judgeLine(item: LinesField["item"], text: string, number: number, lookups: Lookups): JudgedLine {
  switch (item) {
    case "url":
      return judgeUrl(text, number);
    case "cwe":
      return judgeWeakness(text, lookups);
    case "finder":
      return judgeFinder(text, number);
  }
}

function judgeUrl(text: string, number: number): JudgedLine {
  const url = parseUrl(text);
  if (!url || !URL_SCHEMES.includes(url.protocol) || url.hostname === "")
    return { problem: `Line ${number} is not a full address — start with https://` };
  const value = withoutSecrets(text, url);
  if (value.length > URL_MAX)
    return { problem: `Line ${number} is too long: shorten by ${value.length - URL_MAX} characters` };
  if (value === text) return { value };
  return { value, notice: `We removed the user name or password from the address in line ${number}` };
}

/** A fetchable address loses its whole user part; an ssh address keeps the user, which belongs to it. */
function withoutSecrets(text: string, url: URL): string {
  if (url.username === "" && url.password === "") return text;
  if (url.protocol === "ssh:") return text.replace(/^(ssh:\/\/[^:@/?#]*):[^@/?#]*@/i, "$1@");
  return text.replace(/^([a-z]+:\/\/)[^/?#]*@/i, "$1");
}

function parseUrl(text: string): URL | null {
  // `https:example.org` and `https:\\example.org` parse too, and mean something else to a reader.
  if (!/^[a-z]+:\/\/[^\s\\]+$/i.test(text)) return null;
  return URL.canParse(text) ? new URL(text) : null;
}

/** form.md §2 step 4: a CWE number with or without its prefix. */
const CWE_NUMBER = /^(?:CWE-)?(\d{1,5})$/i;

function judgeWeakness(text: string, lookups: Lookups): JudgedLine {
  const number = CWE_NUMBER.exec(text)?.[1];
  const id = number === undefined ? text : `CWE-${Number(number)}`;
  if (text.length > 200) return { problem: "Enter a CWE number like CWE-79" };
  const found = lookups.findWeakness?.(id);
  if (!found) return { value: id };
  return found.ok ? { value: found.id } : { problem: found.message };
}

function judgeFinder(text: string, number: number): JudgedLine {
  const { name, email } = readFinder(text);
  if (name === "" || [...name].length > 100) return { problem: `Line ${number} needs a name of 1 to 100 characters` };
  if (HTML_TAG.test(name) || HIDDEN_MARKS.test(name)) return { problem: `Line ${number} needs a name in plain text` };
  if (email !== null && (email.length > 254 || !EMAIL.test(email)))
    return { problem: `Line ${number} needs an e-mail address like name@example.com after the comma` };
  return { value: email === null ? name : `${name}, ${email}` };
}

export type CoFinder = { name: string; email: string | null };

/** Reads a stored `coFinders` line: a name, then an e-mail address after the last comma. */
export function readFinder(text: string): CoFinder {
  const comma = text.lastIndexOf(",");
  const rest = comma < 0 ? "" : text.slice(comma + 1).trim();
  if (!rest.includes("@")) return { name: text.trim(), email: null };
  return { name: text.slice(0, comma).trim(), email: rest };
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
