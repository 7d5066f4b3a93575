import { randomBytes } from "node:crypto";
import { v7 } from "uuid";
import type { StepSave } from "@/lib/reports/drafts/saves";
import { STEPS } from "@/lib/reports/form/answers";
import { draftPlace } from "@/lib/reports/places";
import { newWrappedKey, sealJson } from "@/lib/vault/seal";
import { copyRows } from "../copy";
import type { Seeder } from "../seed";
import { filesOf, type WrittenFile } from "./files";

/** What somebody wrote: unlike any other draft of the run, and hostile to whatever would touch its bytes. */
export type Written = {
  draft: string;
  title: string;
  details: string;
  poc: string;
  files: WrittenFile[];
};

/** Drafts that are ready to send, each with a text of its own; their files are still on the client's machine. */
export async function writeDrafts(seeder: Seeder, count: number): Promise<Written[]> {
  const { sql, ring, template, now } = seeder;
  const written = Array.from({ length: count }, (_, index): Written & { id: string } => ({
    id: v7(),
    draft: randomBytes(16).toString("hex"),
    files: filesOf(index),
    title: `Report ${index + 1} of the fault run, ${randomBytes(8).toString("hex")}`,
    details: `The export answers to anybody. ${randomBytes(30 + (index % 900)).toString("base64")} – déjà vu ✓`,
    poc: `curl -i 'https://example.org/${randomBytes(12).toString("hex")}'\t \n${"A".repeat(index % 4000)}`,
  }));
  const confirmed = { rev: 1, confirmed: true, tab: null, seq: 0, since: 0 } satisfies StepSave;
  const saves = JSON.stringify(Object.fromEntries(STEPS.map((step) => [step, confirmed])));
  await copyRows(
    sql,
    "report_drafts",
    "id public_id program_id account_id first_policy_version_id data_key answers_sealed saves created_at saved_at".split(
      " ",
    ),
    written.map(({ id, draft, title, details, poc }) => {
      const { key, wrapped } = newWrappedKey(ring, id);
      const answers = sealJson(key, draftPlace(id), { ...template.draftAnswers, title, details, poc });
      const { programId, reporterId, policyVersionId } = template;
      return [id, draft, programId, reporterId, policyVersionId, wrapped, answers, saves, now, now];
    }),
  );
  return written;
}
