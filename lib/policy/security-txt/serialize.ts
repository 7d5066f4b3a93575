import { validateSecurityTxt } from "./validate";

type OneOrMore = string | readonly string[];

export type SecurityTxtContent = {
  comments?: OneOrMore;
  /** URIs, the preferred one first. */
  contact: OneOrMore;
  /** RFC 3339. */
  expires: string;
  acknowledgments?: OneOrMore;
  canonical?: OneOrMore;
  csaf?: OneOrMore;
  encryption?: OneOrMore;
  hiring?: OneOrMore;
  policy?: OneOrMore;
  preferredLanguages?: OneOrMore;
};

/** The file, its lines ended by LF. Throws a TypeError rather than make one that is not valid at `now`. */
export function serializeSecurityTxt(content: SecurityTxtContent, now: Date): string {
  const lines = [
    ...listed("comments", content.comments).map((comment) => `# ${comment}`),
    ...fieldLines("Contact", content.contact),
    ...fieldLines("Expires", content.expires),
    ...fieldLines("Acknowledgments", content.acknowledgments),
    ...fieldLines("Canonical", content.canonical),
    ...fieldLines("CSAF", content.csaf),
    ...fieldLines("Encryption", content.encryption),
    ...fieldLines("Hiring", content.hiring),
    ...fieldLines("Policy", content.policy),
    ...languageLine(content.preferredLanguages),
  ];
  const injected = lines.find((line) => /[\r\n]/.test(line));
  if (injected) throw new TypeError(`A value of security.txt holds a line break: ${JSON.stringify(injected)}`);
  const text = `${lines.join("\n")}\n`;
  const [error] = validateSecurityTxt(text, now).errors;
  if (error) throw new TypeError(`Not a valid security.txt: ${error.code} in line ${error.line ?? "?"}`);
  return text;
}

function fieldLines(name: string, values: OneOrMore | undefined): string[] {
  return listed(name, values).map((value) => `${name}: ${value}`);
}

function languageLine(values: OneOrMore | undefined): string[] {
  const tags = listed("Preferred-Languages", values);
  return tags.length > 0 ? [`Preferred-Languages: ${tags.join(", ")}`] : [];
}

function listed(name: string, values: OneOrMore | undefined): readonly string[] {
  if (values === undefined) return [];
  const list = typeof values === "string" ? [values] : values;
  if (list.length === 0) throw new TypeError(`${name} is given and empty`);
  return list;
}
