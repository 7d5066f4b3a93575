import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { lintCandidate } from "@/lib/policy/lint/candidate";
import { findingKey } from "@/lib/policy/lint/key";
import { countWords, findingLines, type KeptFinding } from "@/lib/policy/lint/report";
import { lastReviewedOn } from "@/lib/policy/review";
import type { PolicyDocument } from "@/lib/policy/schema";
import { listProgramKeys } from "@/lib/program-keys/queries";
import { inTransaction } from "@/lib/request/transaction";
import type { Calendar } from "@/lib/sla/types";
import { type Command, type Installation, type Outcome, positional, UsageError } from "../command";
import { withInstallation } from "../installation";

export const policyLint: Command = {
  name: "policy lint",
  usage: "policy lint FILE | --program SLUG",
  summary: "Findings about a policy document or an imported draft (JSON), or about the published policy of a program",
  options: { program: { type: "string" } },
  offline: async (args) => {
    const slug = args.values.program;
    if (typeof slug === "string" && slug !== "") {
      if (args.positionals.length > 0) throw new UsageError("Give either FILE or --program, not both.");
      return withInstallation((installation) => lintProgram(slug, installation));
    }
    return outcomeOf(lintCandidate(readPolicy(positional(args, 0, "FILE")), { now: new Date() }));
  },
};

/** 1 where there is an error or a warning; notes alone are good. */
function outcomeOf(findings: readonly KeptFinding[]): Outcome {
  const bad = findings.some(({ severity }) => severity !== "note");
  const text = [...findingLines(findings), countWords(findings)].join("\n");
  return { code: bad ? 1 : 0, json: findings, text };
}

type Row = {
  document: PolicyDocument;
  reviewed_ms: number | null;
  calendar: Calendar;
  /** Why a warning stands, by the key of its finding; null for a policy that no draft led to. */
  reasons: Record<string, string> | null;
  ms: number;
};

async function lintProgram(slug: string, { ctx }: Installation): Promise<Outcome> {
  // Drafts are not for everybody: row security asks who looks for the reasons.
  const [row] = await inTransaction(ctx, (tx) =>
    tx.db.execute<Row>(sql`
    select v.document, floor(extract(epoch from v.reviewed_at) * 1000)::float8 as reviewed_ms, c.calendar,
      d.warning_reasons as reasons, floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms
    from programs p
    join policy_versions v on v.program_id = p.id and v.status = 'published'
    join calendar_versions c on c.id = v.calendar_version_id
    left join policy_drafts d on d.published_version_id = v.id
    where p.slug = ${slug}`),
  );
  if (!row) throw new UsageError(`There is no program ${slug} with a published policy.`);
  const now = new Date(row.ms + ctx.clockOffsetMs);
  const { current } = await listProgramKeys(ctx, slug);
  const key = current && { expires: current.expiresAt };
  const reviewedAt = row.reviewed_ms === null ? null : new Date(row.reviewed_ms);
  const subject = { ...row.document, reviewedOn: lastReviewedOn(row.document, reviewedAt) };
  const findings = lintCandidate(subject, { now, calendar: row.calendar, key });
  return outcomeOf(findings.map((finding) => ({ ...finding, ...kept(row.reasons?.[findingKey(finding)]) })));
}

function kept(reason: string | undefined): Pick<KeptFinding, "reason"> {
  return reason === undefined ? {} : { reason };
}

/** A document, or the whole answer of `policy import --json` with its draft. */
function readPolicy(path: string): unknown {
  const text = (() => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      throw new UsageError(`The file ${path} cannot be read.`);
    }
  })();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(
      `The file ${path} is not JSON. To lint a written policy, make a draft of it with policy import first.`,
    );
  }
  return typeof value === "object" && value !== null && "draft" in value ? value.draft : value;
}
