import "server-only";
import { and, eq } from "drizzle-orm";
import { accounts, credits } from "@/db/schema";
import { accountOf, can, isReporterOf } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type LoadedReport, loadReport } from "@/lib/reports/mutations/loaded";
import { GUEST, tell } from "@/lib/reports/mutations/tell";
import { creditPlace } from "@/lib/reports/places";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openJson, sealJson, sealText, sealWithRing } from "@/lib/vault/seal";
import { askToAgree } from "./asking/mutations";
import { creditTextHash } from "./consent";
import { creditLine } from "./line";
import { type CreditDisplay, creditDisplaySchema } from "./schema";
import { creditProblems } from "./text";
import { sealWished } from "./wished";

export type CreditRow = typeof credits.$inferSelect;
export type HeldReport = Pick<LoadedReport, "row" | "dataKey">;

export type WishInput = {
  version: number;
  wish: CreditRow["wish"];
  display: CreditDisplay;
  /** Left out: the roles stay as they are. */
  roles?: string[] | undefined;
};

/** The reporter says how to be credited; an earlier consent was to another line, so it is asked again. */
export async function wishCredit(
  ctx: Context,
  reference: string,
  input: WishInput & { creditId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { report, credit } = await loadCredit(tx, reference, input.creditId);
    if (!isReporterOf(tx.actor, report.row) || !mayAnswer(tx, report, credit)) {
      throw forbidden("Only the person to be credited can do this.");
    }
    await storeWish(tx, report, credit, input);
    await tell(tx, report, "credit_answered");
  });
}

/** What a party wishes, and its event; whether they may has been judged. Errors: INVALID, CONFLICT. */
export async function storeWish(
  tx: Transaction,
  report: HeldReport,
  credit: CreditRow,
  input: WishInput,
): Promise<void> {
  const named = input.wish === "name" || input.wish === "alias";
  if (named) refuseUnprintable(input.display);
  const display = named ? input.display : { text: "", organisation: "", url: "" };
  const roles = input.roles ?? credit.roles;
  await storeCredit(tx, report, credit, {
    ...input,
    display,
    roles,
    wishedSealed: sealWished(report.dataKey, report.row.id, credit.id, input.wish, { ...display, roles }),
    askedAt: null,
  });
  await recordReportEvents(tx, report.row.id, [
    { type: "credit.wished", creditId: credit.id, wish: input.wish, ...partyOf(credit) },
  ]);
}

/** The coordinator sets roles and wording; the party is asked to agree to the exact line. */
export async function settleCredit(
  ctx: Context,
  reference: string,
  input: { creditId: string; version: number; roles: string[]; display: CreditDisplay },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { report, credit } = await loadCredit(tx, reference, input.creditId);
    if (!can(tx.actor, "credit.settle", report.row)) throw forbidden("Only a coordinator of this program can do this.");
    if (credit.wish === "no") throw conflict("The reporter does not want to be credited.");
    refuseUnprintable(input.display);
    await storeCredit(tx, report, credit, { ...input, wish: credit.wish, askedAt: tx.now });
    const textHash = creditTextHash({ ...input.display, roles: input.roles });
    await recordReportEvents(tx, report.row.id, [
      { type: "credit.settled", creditId: credit.id, textHash, roles: input.roles, ...partyOf(credit) },
    ]);
    if (credit.inviteHash !== null) return askToAgree(tx, report, credit);
    await tell(tx, report, "credit_settled", { creditParty: credit.accountId ?? (credit.ofGuest ? GUEST : null) });
  });
}

/** The party agrees to, or declines, the line exactly as shown. Errors: CONFLICT when the line has changed since. */
export async function answerCredit(
  ctx: Context,
  reference: string,
  input: { creditId: string; version: number; consent: "given" | "declined" },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { report, credit } = await loadCredit(tx, reference, input.creditId);
    if (!mayAnswer(tx, report, credit)) throw forbidden("Only the person to be credited can do this.");
    await storeAnswer(tx, report, credit, input);
    await tell(tx, report, "credit_answered");
  });
}

/** The answer to the line exactly as it is, and its event; whether the party may has been judged. Errors: CONFLICT. */
export async function storeAnswer(
  tx: Transaction,
  report: HeldReport,
  credit: CreditRow,
  { version, consent }: { version: number; consent: "given" | "declined" },
): Promise<void> {
  refuseStale(credit, version);
  const place = creditPlace(report.row.id, credit.id, "display_sealed");
  const display = creditDisplaySchema.parse(openJson(report.dataKey, place, credit.displaySealed));
  if (consent === "given" && display.text === "") {
    throw conflict("There is no credit line to agree to yet. Say first how you want to be named.");
  }
  const printed = { ...display, roles: credit.roles };
  const textHash = creditTextHash(printed);
  const agreed = creditPlace(report.row.id, credit.id, "agreed_sealed");
  const changed = await tx.db
    .update(credits)
    .set({
      consent,
      consentAt: tx.now,
      agreedSealed: sealText(report.dataKey, agreed, creditLine(printed)),
      agreedHash: textHash,
      updatedAt: tx.now,
      version: credit.version + 1,
    })
    .where(and(eq(credits.id, credit.id), eq(credits.version, credit.version)))
    .returning({ id: credits.id });
  if (changed.length === 0) throw staleCredit();
  await recordReportEvents(tx, report.row.id, [
    { type: "credit.answered", creditId: credit.id, consent, textHash, ...partyOf(credit) },
  ]);
}

/** Whose credit an event is about. */
const partyOf = ({ inviteHash }: CreditRow): { party?: "named" } => (inviteHash === null ? {} : { party: "named" });

/** A researcher's default wish, offered in every new report. */
export async function saveDefaultCredit(
  ctx: Context,
  input: { wish: CreditRow["wish"]; display: CreditDisplay },
): Promise<void> {
  const account = accountOf(ctx.actor);
  if (account === null) throw notFound();
  if (input.wish === "name" || input.wish === "alias") refuseUnprintable(input.display);
  const place = { table: "accounts", column: "credit_sealed", rowId: account };
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(accounts)
      .set({ creditSealed: sealWithRing(ring(), place, JSON.stringify(input)) })
      .where(eq(accounts.id, account));
  });
}

function mayAnswer(tx: Transaction, { row }: LoadedReport, { accountId, ofGuest }: CreditRow): boolean {
  return can(tx.actor, "credit.answer", { accountId, ofGuest, guestCodeHash: row.guestCodeHash });
}

async function loadCredit(tx: Transaction, reference: string, creditId: string) {
  const report = await loadReport(tx, reference);
  const [credit] = await tx.db
    .select()
    .from(credits)
    .where(and(eq(credits.id, creditId), eq(credits.reportId, report.row.id)))
    .for("update");
  if (!credit) throw notFound();
  return { report, credit };
}

async function storeCredit(
  tx: Transaction,
  report: HeldReport,
  credit: CreditRow,
  input: {
    version: number;
    wish: CreditRow["wish"];
    roles: string[];
    display: CreditDisplay;
    askedAt: Date | null;
    /** Left out: the wish that is kept stays. */
    wishedSealed?: Buffer | null;
  },
): Promise<void> {
  refuseStale(credit, input.version);
  await tx.db
    .update(credits)
    .set({
      wish: input.wish,
      roles: input.roles,
      displaySealed: sealJson(report.dataKey, creditPlace(report.row.id, credit.id, "display_sealed"), input.display),
      consent: "pending",
      consentAt: null,
      agreedSealed: null,
      agreedHash: null,
      askedAt: input.askedAt,
      remindedAt: null,
      ...(input.wishedSealed === undefined ? {} : { wishedSealed: input.wishedSealed }),
      updatedAt: tx.now,
      version: credit.version + 1,
    })
    .where(eq(credits.id, credit.id));
}

export function refuseUnprintable(display: CreditDisplay): void {
  const problems = creditProblems(display);
  if (problems) throw invalid("There is a problem", problems);
}

export function refuseStale(credit: CreditRow, version: number): void {
  if (credit.version !== version) throw staleCredit();
}

function staleCredit() {
  return conflict(
    "This credit changed while you were looking at it. Read it again first; nothing of yours was applied.",
  );
}
