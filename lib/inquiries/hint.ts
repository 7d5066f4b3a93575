/** What a report of a vulnerability tends to say and a question seldom does. */
const SIGNS: readonly RegExp[] = [
  /\bcve-\d{4}-\d{4,}\b/i,
  /\bcwe-\d{1,5}\b/i,
  /\bcvss\b/i,
  /\b(xss|csrf|ssrf|idor|rce|lfi|xxe|sqli)\b/i,
  /\bcross[ -]site (scripting|request)/i,
  /\b(sql|command|code|template|header) injection\b/i,
  /\b(proof of concept|exploit(able|ed|s)?|zero[ -]day|0day|payload)\b/i,
  /\b(auth\w*|access control|permission|login|password) (bypass\w*|check missing)\b|\bbypass(ed|es|ing)? (the )?(auth\w*|login|access)/i,
  /\b(vulnerab(le|ility) (in|on|at|to)|(found|discovered|reporting) (a|an|this|the|some)? ?(\w+ )?(vulnerabilit|security (hole|flaw|bug|issue)))/i,
  /\b(leak(s|ed|ing)?|exposed?|see|read|access) (\w+ ){0,3}(patient|health|personal|other (user|people|customer)s?'?) ?(data|records?|information)?\b/i,
  /<script\b|' or '?1'?\s*=\s*'?1|\.\.\/\.\.\//i,
];

/** Whether a question reads like a report of a vulnerability. Feeds a hint that can be passed by, never a refusal. */
export function looksLikeVulnerability(text: string): boolean {
  return SIGNS.some((sign) => sign.test(text));
}
