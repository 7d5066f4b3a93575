import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { Database } from "@/db/client";
import { accounts, events, memberships, programs, reports } from "@/db/schema";
import { ontarioCalendar } from "@/db/seed/calendars/ontario";
import { queenslandCalendar } from "@/db/seed/calendars/queensland";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import type { Actor, StaffRole } from "@/lib/auth/policy";
import { appSecret } from "@/lib/env/env";
import { codeHash } from "@/lib/guests/code-hash";
import type { ReportEvent } from "@/lib/ledger/report-events";
import { asksOnePerReport, conductRulesOf, exclusionsOf, productsOf } from "@/lib/policy/document";
import { publishPolicyVersion } from "@/lib/policy/mutations";
import type { PolicyDocument } from "@/lib/policy/schema";
import { createProgram, publishCalendar } from "@/lib/programs/mutations";
import { ensureReceiptKey } from "@/lib/receipts/mutations";
import { saveDraftStep, startDraft } from "@/lib/reports/drafts/mutations";
import { fieldsOn, stepForm, stepsOf } from "@/lib/reports/form/report-form";
import { submitReport } from "@/lib/reports/mutations/submit";
import type { Protection } from "@/lib/reports/protection";
import { type Context, inTransaction } from "@/lib/request/transaction";
import type { Calendar } from "@/lib/sla/types";
import { withNewKey } from "@/lib/vault/keyring";
import { hashToken } from "@/lib/vault/lookup";
import { useKeyRing as holdKeyRing } from "@/lib/vault/ring";
import { sealWithRing } from "@/lib/vault/seal";

export type TestProgram = { id: string; slug: string; policy: PolicyDocument };

const ring = withNewKey({ current: 0, keys: new Map() });

/** The actor's requests, now or at another instant. */
export function as(db: Database, actor: Actor, at?: string | Date): Context {
  return { actor, db, clockOffsetMs: at === undefined ? 0 : new Date(at).getTime() - Date.now() };
}

export function systemAt(db: Database, at?: string | Date): Context {
  return as(db, { kind: "system", job: "test" }, at);
}

/** A program with its calendar and its policy in force. */
export async function openProgram(
  db: Database,
  policy: PolicyDocument,
  calendar: Calendar,
  given: { referencePrefix: string; position: number; at?: string },
): Promise<TestProgram> {
  const system = systemAt(db, given.at);
  const { referencePrefix, position } = given;
  await createProgram(system, { slug: policy.program, referencePrefix, position, nextUpdateDays: 14 });
  await publishCalendar(system, { programSlug: policy.program, calendar });
  await publishPolicyVersion(system, { programSlug: policy.program, document: policy });
  const [row] = await db.select({ id: programs.id }).from(programs).where(eq(programs.slug, policy.program));
  if (!row) throw new Error("the program was not made");
  return { id: row.id, slug: policy.program, policy };
}

/** A key ring, a receipt key and the two programs of the demonstration, without its stories. */
export async function openPortal(db: Database): Promise<{ smile: TestProgram; cardihab: TestProgram }> {
  holdKeyRing(ring);
  await ensureReceiptKey(systemAt(db));
  return {
    smile: await openProgram(db, smileDigitalHealthPolicy, ontarioCalendar, { referencePrefix: "SDH", position: 1 }),
    cardihab: await openProgram(db, cardihabPolicy("2026-01-05"), queenslandCalendar, {
      referencePrefix: "CDH",
      position: 2,
    }),
  };
}

/** An account without a password: argon2 would be most of a test's time. */
export async function newAccount(db: Database, displayName = "Somebody"): Promise<string> {
  const id = v7();
  const seal = (column: string, text: string) => sealWithRing(ring, { table: "accounts", column, rowId: id }, text);
  await inTransaction(systemAt(db), (tx) =>
    tx.db.insert(accounts).values({
      id,
      emailLookup: Buffer.from(id),
      emailSealed: seal("email_sealed", `${id}@example.org`),
      profileSealed: seal("profile_sealed", JSON.stringify({ displayName })),
      emailConfirmedAt: tx.now,
      createdAt: tx.now,
    }),
  );
  return id;
}

export async function newResearcher(db: Database): Promise<Actor & { kind: "researcher" }> {
  return { kind: "researcher", accountId: await newAccount(db) };
}

export async function newStaff(
  db: Database,
  program: TestProgram,
  role: StaffRole,
  accountId?: string,
): Promise<Actor & { kind: "staff" }> {
  const id = accountId ?? (await newAccount(db));
  await inTransaction(systemAt(db), (tx) =>
    tx.db.insert(memberships).values({ accountId: id, programId: program.id, role, createdAt: tx.now }),
  );
  return {
    kind: "staff",
    accountId: id,
    memberships: [{ programId: program.id, programSlug: program.slug, role }],
  };
}

/** The portal with two reporters, a team of its first program, and somebody of the other one's. */
export async function openPortalWithPeople(db: Database) {
  const { smile, cardihab } = await openPortal(db);
  const people: Record<"ann" | "bob" | "triager" | "coordinator" | "elsewhere", Actor> = {
    ann: await newResearcher(db),
    bob: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    coordinator: await newStaff(db, smile, "coordinator"),
    elsewhere: await newStaff(db, cardihab, "coordinator"),
  };
  return { smile, cardihab, people };
}

/** Somebody without an account who has begun nothing yet. */
export const visitor: Actor = { kind: "anonymous" };

/** Whoever holds these: tokens of drafts, and receipt codes that have been entered. */
export function guest(held: { drafts?: readonly string[]; codes?: readonly string[] }): Actor & { kind: "guest" } {
  const proofs = [
    ...(held.drafts ?? []).map((token) => hashToken(token).toString("hex")),
    ...(held.codes ?? []).map((code) => codeHash(appSecret(), code)),
  ];
  return { kind: "guest", proofs };
}

export type GuestReport = {
  reference: string;
  reportId: string;
  draftPublicId: string;
  draftToken: string;
  code: string;
  /** Whoever entered the code. */
  holder: Actor & { kind: "guest" };
};

/** A report sent without an account. */
export async function sendGuestReport(
  db: Database,
  policy: PolicyDocument,
  typed: Typed = {},
  at?: string | Date,
): Promise<GuestReport> {
  const { publicId, guestToken } = await startDraft(as(db, visitor, at), { programSlug: policy.program });
  if (guestToken === null) throw new Error("a guest's draft has a token");
  const ctx = as(db, guest({ drafts: [guestToken] }), at);
  await answerDraft(ctx, policy, publicId, typed);
  const { reference, guest: opened } = await submitReport(ctx, { draftPublicId: publicId, draftTokens: [guestToken] });
  if (opened === null) throw new Error("a guest gets a code");
  const { id } = await reportRow(db, reference);
  const { code } = opened;
  return {
    reference,
    reportId: id,
    draftPublicId: publicId,
    draftToken: guestToken,
    code,
    holder: guest({ codes: [code] }),
  };
}

export type Typed = Record<string, string | string[]>;

/** What somebody types who answers no more than the policy's form requires. */
export function fewestAnswers(policy: PolicyDocument): Typed {
  return {
    productId: productsOf(policy)[0]?.key ?? "not_sure",
    ...(exclusionsOf(policy).length > 0 ? { outOfScope: ["none"] } : {}),
    exposed: "no",
    title: "Header injection in the export of records",
    details: "A line break in the file name ends the header early, and what follows is read as headers of its own.",
    ...(asksOnePerReport(policy) ? { onlyOne: "yes" } : {}),
    identity: "pseudonym",
    contactName: "quietmoth",
    retest: "no",
    policyVersion: policy.version,
    accepted: "yes",
    ...(conductRulesOf(policy).length > 0 ? { conduct: "followed" } : {}),
  };
}

/** A draft with every step saved as the form saves it. */
export async function writeDraft(
  ctx: Context,
  policy: PolicyDocument,
  typed: Typed = {},
  protection: Protection = "https",
): Promise<string> {
  const { publicId } = await startDraft(ctx, { programSlug: policy.program, protection });
  await answerDraft(ctx, policy, publicId, typed, protection);
  return publicId;
}

export async function answerDraft(
  ctx: Context,
  policy: PolicyDocument,
  publicId: string,
  typed: Typed,
  protection: Protection = "https",
): Promise<void> {
  const all = { ...fewestAnswers(policy), ...typed };
  let rev = 1;
  for (const step of stepsOf(protection)) {
    for (const part of ["step", "notice"] as const) {
      const names = fieldsOn(stepForm(policy, step, protection), part).map(({ name }) => name as string);
      const values = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
      if (part === "notice" && Object.keys(values).length === 0) continue;
      await saveDraftStep(ctx, { publicId, step, part, rev, values, keep: "judged", changing: false });
      rev += 1;
    }
  }
}

export async function sendReport(
  ctx: Context,
  policy: PolicyDocument,
  typed: Typed = {},
): Promise<{ reference: string; draftPublicId: string; reportId: string }> {
  const draftPublicId = await writeDraft(ctx, policy, typed);
  const { reference } = await submitReport(ctx, { draftPublicId });
  return { reference, draftPublicId, reportId: (await reportRow(ctx.db, reference)).id };
}

/** What is stored of a report, as the portal's own jobs may read it. */
export async function reportRow(db: Database, reference: string): Promise<typeof reports.$inferSelect> {
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(reports).where(eq(reports.reference, reference)),
  );
  if (!row) throw new Error(`there is no report ${reference}`);
  return row;
}

/** The report's ledger, oldest first. */
export async function ledgerOf(db: Database, reportId: string) {
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(events).where(eq(events.reportId, reportId)).orderBy(events.seq),
  );
  return rows.map((row) => ({ ...row, payload: row.payload as ReportEvent }));
}
