import type { KeyObject } from "node:crypto";
import type postgres from "postgres";
import { commitmentsOf } from "@/lib/policy/document";
import type { PolicyDocument } from "@/lib/policy/schema";
import { asTyped } from "@/lib/reports/form/judge";
import { reportForm } from "@/lib/reports/form/report-form";
import { storedAnswersSchema } from "@/lib/reports/form/stored-answers";
import { answersPlace } from "@/lib/reports/places";
import { readStored, type SaltedAnswers } from "@/lib/reports/salted";
import { keyOwner } from "@/lib/search/tokens";
import { termsFor } from "@/lib/sla/terms";
import type { Calendar } from "@/lib/sla/types";
import type { ClockTerms } from "@/lib/sla/vocabulary";
import { type KeyRing, openJson, unwrapKey } from "@/lib/vault/seal";

/** What every seeded report is made after: one that was told through the portal's own form. */
export type Template = {
  programId: string;
  referencePrefix: string;
  policyVersionId: string;
  policyVersion: string;
  policyHash: string;
  calendarVersionId: string;
  calendar: Calendar;
  terms: readonly ClockTerms[];
  severity: string;
  reporterId: string;
  triagerId: string;
  /** What words are found by. */
  searchKey: { version: number; key: KeyObject };
  /** Each answer with its salt, as a report keeps them. */
  salted: SaltedAnswers;
  /** Each answer, the blank ones too, as a draft that is ready to send keeps them. */
  draftAnswers: Record<string, unknown>;
};

type Row = Omit<Template, "calendar" | "terms" | "salted" | "draftAnswers" | "triagerId" | "searchKey"> & {
  id: string;
  calendar: Calendar;
  document: PolicyDocument;
  nextUpdateDays: number;
  dataKey: Uint8Array;
  answersSealed: Uint8Array;
};

/** The newest demonstration report of a program that waits in the first state. */
export async function readTemplate(sql: postgres.Sql, ring: KeyRing, programSlug: string): Promise<Template> {
  const [row] = await sql<Row[]>`
    select r.id, r.program_id as "programId", p.reference_prefix as "referencePrefix",
      p.next_update_days as "nextUpdateDays", v.id as "policyVersionId", v.version as "policyVersion",
      v.content_hash as "policyHash", v.document, c.id as "calendarVersionId", c.calendar,
      coalesce((select a.severity from assessments a where a.report_id = r.id limit 1), 'medium') as severity,
      r.reporter_id as "reporterId", r.data_key as "dataKey", r.answers_sealed as "answersSealed"
    from reports r join programs p on p.id = r.program_id
      join policy_versions v on v.id = r.policy_version_id join calendar_versions c on c.id = r.calendar_version_id
    where p.slug = ${programSlug} and r.state = 'received' and v.status = 'published'
    order by r.received_at desc limit 1`;
  const [triager] = await sql<{ id: string }[]>`
    select m.account_id as id from memberships m join programs p on p.id = m.program_id
    where p.slug = ${programSlug} and m.role = 'triager' limit 1`;
  const [words] = await sql<{ version: number; wrapped: Uint8Array }[]>`
    select k.version, k.wrapped from search_keys k join programs p on p.id = k.program_id
    where p.slug = ${programSlug} order by k.version desc limit 1`;
  if (!row || !triager || !words) throw new Error(`the demonstration of ${programSlug} has no new report to seed from`);
  const key = unwrapKey(ring, row.dataKey, row.id);
  const { answers, salted } = readStored(openJson(key, answersPlace(row.id), row.answersSealed));
  const blanks = Object.assign({}, ...reportForm(row.document).map(({ fields }) => asTyped(fields, {})));
  return {
    ...row,
    terms: termsFor({ commitments: commitmentsOf(row.document), severity: null, nextUpdateDays: row.nextUpdateDays }),
    triagerId: triager.id,
    searchKey: { version: words.version, key: unwrapKey(ring, words.wrapped, keyOwner(row.programId)).secret },
    salted,
    draftAnswers: storedAnswersSchema.parse({ ...blanks, ...answers }),
  };
}
