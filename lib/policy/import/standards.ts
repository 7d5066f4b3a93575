import type { Notes } from "./notes";
import { sentencesOf, shorten } from "./phrases";
import type { PolicyDraft } from "./schema";
import type { Block } from "./types";

type Named = { name: string; edition: string | null };

const STANDARDS: readonly RegExp[] = [
  /\b(?<name>ISO(?:\/IEC)?[ -]?\d{4,5}(?:-\d{1,2})?)(?::(?<edition>\d{4}))?/g,
  /\b(?<name>NIST (?:SP )?(?:800-\d{1,3}|CSF))(?:\s*(?:Rev(?:ision)?\.?\s*|v)(?<edition>\d+(?:\.\d+)?))?/g,
  /\b(?<name>PCI[ -]DSS)(?:\s*v?(?<edition>\d+(?:\.\d+)*))?/g,
  /\b(?<name>HITRUST(?: CSF)?)(?:\s*v(?<edition>\d+(?:\.\d+)*))?/g,
  /\b(?<name>SOC ?[123])(?:\s*(?<edition>Type (?:II?|[12])))?/g,
  /\b(?<name>(?:OWASP ASVS|CIS Controls|IEC 62443|Cyber Essentials|BSI C5))(?:\s*v?(?<edition>\d+(?:\.\d+)*))?/g,
];

/** Standards with their editions; those a sentence calls certified become certificates. */
export function readStandards(
  blocks: readonly Block[],
  draft: PolicyDraft,
  notes: Notes,
  clauseOf: (block: Block) => string | undefined,
): void {
  const { standards, certificates } = draft.securityProgram;
  for (const block of blocks) {
    for (const sentence of sentencesOf(block.text)) {
      const certified = /\b(?:certified|certificat(?:e|ion)|attest(?:ed|ation)|accredited)\b/i.test(sentence);
      for (const { name, edition } of standardsIn(sentence)) {
        const clause = clauseOf(block);
        const said = `${name}${edition ? `, edition ${edition}` : ", no edition named"}`;
        if (
          certified &&
          certificates.length < 20 &&
          !certificates.some((one) => one.standard === name && one.edition === edition)
        ) {
          const subject =
            /^(.{3,100}?)\s+(?:is|are|has been|have been)\s+(?:\w+\s+)?(?:certified|attested|accredited)/i.exec(
              sentence,
            )?.[1];
          certificates.push({
            standard: name,
            edition,
            subject: subject ? shorten(subject, 300) : null,
            issuer: null,
            validFrom: null,
            validTo: null,
          });
          notes.find("certificate", `certified: ${said}`, block, edition ? "certain" : "likely", clause, sentence);
        }
        if (block.kind === "heading" || certified || standards.length >= 40) continue;
        if (standards.some((one) => one.name === name && one.edition === edition)) continue;
        standards.push({ name, edition });
        notes.find("standard", `standard: ${said}`, block, edition ? "certain" : "likely", clause, sentence);
      }
    }
  }
}

function standardsIn(text: string): Named[] {
  return STANDARDS.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ({ groups }) => ({
      name: groups?.name ?? "",
      edition: groups?.edition ?? null,
    })),
  ).filter(({ name }) => name !== "");
}

const PLACEHOLDER =
  /\[(?!\^|x\]|\s?\])(?:insert |your |the |add )?\p{L}[^\]\n[]{1,60}\](?![(:[])|<(?:insert |your )?[A-Z][\p{L} _-]{2,40}>|\{\{[^}\n]{2,60}\}\}|\b(?:TBD|TODO|TBC|XXX+)\b|\blorem ipsum\b|_{4,}/gu;

/** What a template left to fill in. */
export function readPlaceholders(
  blocks: readonly Block[],
  notes: Notes,
  clauseOf: (block: Block) => string | undefined,
): void {
  for (const block of blocks) {
    for (const [said] of block.text.matchAll(PLACEHOLDER)) {
      notes.find("placeholder", `still to be filled in: ${said}`, block, "certain", clauseOf(block));
    }
  }
}
