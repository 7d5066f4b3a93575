import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { assessments, assignmentRules, programs, reports } from "@/db/schema";
import { absencesOf, colleaguesOf } from "@/lib/absences/queries";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent, recordReportEvents } from "@/lib/ledger/record";
import { productsOf } from "@/lib/policy/document";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { currentPolicy } from "@/lib/policy/queries";
import { memberHandle } from "@/lib/reports/member-handle";
import { answersPlace } from "@/lib/reports/places";
import { readListed } from "@/lib/reports/salted";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";
import { ring } from "@/lib/vault/ring";
import { openJson, unwrapKey } from "@/lib/vault/seal";
import { decide, type ReportFacts } from "./decide";
import { carriersOf, rulesOf } from "./queries";
import { type Arrange, arranged, type NewRule, RULES_MAX, type RuleSet, SITUATIONS } from "./schema";

const CHANGED = "Somebody else changed these rules meanwhile. Look again; nothing was changed.";
const NOT_YOURS = "Only a coordinator or administrator of this program can do this.";

/**
 * Adds a rule after the others. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (somebody was faster), INVALID (a product that the
 * policy does not list, or somebody who carries no reports here).
 */
export async function addRule(ctx: Context, programSlug: string, input: NewRule): Promise<void> {
  const { document } = await currentPolicy(ctx, programSlug);
  const { product, situation, rated } = input;
  if (product !== null && !productsOf(document).some(({ key }) => key === product)) {
    throw invalid("There is a problem", { product: ["Select a product of the policy"] });
  }
  await changeRules(ctx, programSlug, input.rev, async (tx, programId, set) => {
    if (set.rules.length >= RULES_MAX) throw conflict(`There are ${RULES_MAX} rules; take one out first.`);
    const to = await targetOf(tx, programId, input.to);
    return { ...set, rules: [...set.rules, { product, situation, rated, to }] };
  });
}

/** Moves a rule a place up or down, or takes it out. Errors: as `addRule`. */
export async function arrangeRule(ctx: Context, programSlug: string, input: Arrange): Promise<void> {
  await changeRules(ctx, programSlug, input.rev, async (_tx, _programId, set) => {
    const rules = arranged(set.rules, input);
    if (rules === null) throw conflict(CHANGED);
    return { ...set, rules };
  });
}

/** Says who gets what no rule is for. Errors: as `addRule`. */
export async function setOtherwise(
  ctx: Context,
  programSlug: string,
  input: { otherwise: RuleSet["otherwise"]; rev: number },
): Promise<void> {
  await changeRules(ctx, programSlug, input.rev, async (_tx, _programId, set) => ({
    ...set,
    otherwise: input.otherwise,
  }));
}

async function changeRules(
  ctx: Context,
  programSlug: string,
  rev: number,
  change: (tx: Transaction, programId: string, set: RuleSet) => Promise<RuleSet>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    // The program's row is held, so that of two who write the first rules the second is told too.
    const [program] = await tx.db
      .select({ id: programs.id })
      .from(programs)
      .where(eq(programs.slug, programSlug))
      .for("update");
    if (!program || !can(tx.actor, "assignment.read", { programId: program.id })) throw notFound();
    if (!can(tx.actor, "assignment.change", { programId: program.id })) throw forbidden(NOT_YOURS);
    const known = await rulesOf(tx, program.id);
    if (known.rev !== rev) throw conflict(CHANGED);
    const set = await change(tx, program.id, known.set);
    const values = { rules: set, rev: rev + 1, changedBy: accountOf(tx.actor), changedAt: tx.now };
    await tx.db
      .insert(assignmentRules)
      .values({ programId: program.id, ...values })
      .onConflictDoUpdate({ target: assignmentRules.programId, set: values });
    await recordProgramEvent(tx, program.id, { type: "assignment.changed", rev: rev + 1, set });
  });
}

async function targetOf(tx: Transaction, programId: string, to: string): Promise<RuleSet["rules"][number]["to"]> {
  if (to === "fewest" || to === "nobody") return { kind: to };
  const found = (await colleaguesOf(tx, programId)).find(({ id }) => memberHandle(id) === to);
  if (!found) throw invalid("There is a problem", { to: ["Select somebody who carries reports here"] });
  return { kind: "person", accountId: found.id };
}

/**
 * Gives a report that was just received to whom the program's rules say, unless somebody took it up before; never to
 * somebody who may not read it. Errors: FORBIDDEN for everybody but the portal itself.
 */
export async function assignReceived(ctx: Context, reportId: string): Promise<{ assigned: boolean }> {
  if (!can(ctx.actor, "reports.assign_received", null)) throw forbidden("Only the portal itself can do this.");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(reports).where(eq(reports.id, reportId)).for("no key update");
    if (row?.state !== "received" || row.assigneeId !== null) return { assigned: false };
    const { set, rev } = await rulesOf(tx, row.programId);
    if (rev === 0) return { assigned: false };
    const { calendar } = await pinnedPolicy(tx, row.policyVersionId);
    const day = localDay(tx.now, calendar.zone).toString();
    const absences = await absencesOf(tx, [row.programId], day);
    const decision = decide(set, await factsOf(tx, row), { carriers: await carriersOf(tx, row), absences, day });
    const { to, rule, insteadOf } = decision;
    if (to === null) return { assigned: false };
    await tx.db
      .update(reports)
      .set({ assigneeId: to, version: row.version + 1 })
      .where(eq(reports.id, row.id));
    await recordReportEvents(tx, row.id, [
      { type: "report.assigned", assigneeId: to, because: { rule, rev, insteadOf } },
    ]);
    return { assigned: true };
  });
}

async function factsOf(tx: Transaction, row: typeof reports.$inferSelect): Promise<ReportFacts> {
  const [rated] = await tx.db
    .select({ severity: assessments.severity })
    .from(assessments)
    .where(and(eq(assessments.reportId, row.id), eq(assessments.by, "reporter")))
    .orderBy(asc(assessments.createdAt))
    .limit(1);
  const key = unwrapKey(ring(), row.dataKey, row.id);
  const { productId } = readListed(openJson(key, answersPlace(row.id), row.answersSealed));
  return {
    product: productId ?? null,
    situations: SITUATIONS.filter((one) => row.flags.includes(one)),
    rated: rated?.severity ?? null,
  };
}
