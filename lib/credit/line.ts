import { type CveCreditType, cveCreditType } from "./roles";

/** What is printed of one party, and in which roles. */
export type PrintedCredit = { text: string; organisation?: string; url?: string; roles: readonly string[] };

/** One entry of `credits[]` in a CVE record (format 5.1). */
export type CveCredit = { lang: "en"; value: string; type: CveCreditType };

function party({ text, organisation }: PrintedCredit): string {
  return organisation ? `${text}, ${organisation}` : text;
}

/** The line as an advisory prints it: "Credit: Jane Doe, Example Labs (finder, analyst), https://jane.example". */
export function creditLine(credit: PrintedCredit): string {
  const roles = credit.roles.length > 0 ? ` (${credit.roles.map(cveCreditType).join(", ")})` : "";
  return `Credit: ${party(credit)}${roles}${credit.url ? `, ${credit.url}` : ""}`;
}

/** The entries of the CVE record: it holds one type an entry, and no address. */
export function cveCredits(credit: PrintedCredit): CveCredit[] {
  return credit.roles.map((role) => ({ lang: "en", value: party(credit), type: cveCreditType(role) }));
}

/** The entries as JSON, as the preview shows them. */
export function cveCreditsPreview(credit: PrintedCredit): string {
  return JSON.stringify({ credits: cveCredits(credit) }, null, 2);
}

export type CreditSurface = { surface: "advisory" | "cve"; label: string; line: string };

/** How a policy names the surfaces on which a finder may stand. */
export const SURFACE_OF = { cve_record: "cve", advisory: "advisory" } as const;

/** What every surface will print, for preview and consent. */
export function creditSurfaces(credit: PrintedCredit): CreditSurface[] {
  return [
    { surface: "advisory", label: "Advisory", line: creditLine(credit) },
    { surface: "cve", label: "CVE record", line: cveCreditsPreview(credit) },
  ];
}
