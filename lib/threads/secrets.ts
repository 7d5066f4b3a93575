import { parseReceiptCode } from "../guests/receipt-code";

/** `always`: nobody on the other side should ever hold it. `asked`: it may be the finding itself, so its writer decides. */
type Kind = { what: string; how: "always" | "asked"; pattern: RegExp; real?: (match: RegExpExecArray) => boolean };

/** What stands where a secret was, in texts of careful people. */
const PLACEHOLDER =
  /^(?:x+|\*+|\.+|_+|-+|redacted|removed|secret|password|passwd|token|example|changeme|…|[<[{$%].*)$/i;

const value =
  (group: number) =>
  (match: RegExpExecArray): boolean =>
    !PLACEHOLDER.test(match[group] ?? "");

/** Each pattern takes linear time: no two of its repetitions can match the same characters in a row. */
const KINDS: readonly Kind[] = [
  {
    what: "a receipt code: whoever has it reads the report and writes in its name",
    how: "always",
    pattern: /\b[0-9A-Z]{4}(?:[- ][0-9A-Z]{4}){6}\b/gi,
    real: ([text]) => parseReceiptCode(text).ok,
  },
  {
    what: "a session cookie of this portal: whoever has it is signed in as you",
    how: "always",
    pattern: /\bportal-(?:session|guest-report|guest-drafts)=([A-Za-z0-9_.-]{20,})/g,
  },
  {
    what: "a private key",
    how: "asked",
    pattern: /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g,
  },
  {
    what: "an access token",
    how: "asked",
    pattern:
      /\b(?:authorization|x-api-key|api-key|x-auth-token)["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:bearer|basic|token)\s{1,4})?([^\s"',;]{16,})/gi,
    real: value(1),
  },
  {
    what: "a signed token (JWT)",
    how: "asked",
    pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g,
  },
  {
    what: "an access token",
    how: "asked",
    pattern:
      /\b(?:gh[opsur]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{20,}|xox[abprs]-[A-Za-z0-9-]{20,}|AKIA[0-9A-Z]{16}|AIza[A-Za-z0-9_-]{35}|sk_live_[A-Za-z0-9]{16,}|npm_[A-Za-z0-9]{36})/g,
  },
  {
    what: "a session cookie or token",
    how: "asked",
    pattern: /\b[\w.-]{0,40}(?:sess|sid|auth|token|jwt)[\w.-]{0,40}=([A-Za-z0-9%_.~+/-]{20,})(?=[;\s"']|$)/gi,
    real: (match) => value(1)(match) && !/^(?:__Host-)?portal-/.test(match[0]),
  },
  {
    what: "a password in an address",
    how: "asked",
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,80}:([^\s/@]{1,80})@/gi,
    real: value(1),
  },
];

export type FoundSecret = { what: string; how: "always" | "asked"; line: number };

/** What in a text seems to be a secret, each kind once, by the line on which it first stands. */
export function secretsIn(text: string): FoundSecret[] {
  const found = new Map<string, FoundSecret>();
  for (const { what, how, pattern, real } of KINDS) {
    for (const match of text.matchAll(pattern)) {
      if (real && !real(match)) continue;
      const line = text.slice(0, match.index).split("\n").length;
      if ((found.get(what)?.line ?? Number.POSITIVE_INFINITY) > line) found.set(what, { what, how, line });
    }
  }
  return [...found.values()].sort((a, b) => a.line - b.line);
}

/** Sentences for the secrets that keep a text from being sent; `sure`: its writer has seen them and means it. */
export function unansweredSecrets(text: string, sure: boolean): string[] {
  const found = secretsIn(text).filter(({ how }) => how === "always" || !sure);
  if (found.length === 0) return [];
  const lines = found.map(({ what, line }) => `Line ${line} looks like ${what}.`);
  const never = found.some(({ how }) => how === "always");
  return [`${lines.join(" ")} ${never ? "Take it out" : "Take it out, or say below that it belongs there"}`];
}
