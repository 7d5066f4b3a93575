import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { v7 } from "uuid";
import { memberships, messages } from "@/db/schema";
import { accountOf, isReporterOf, rolesIn } from "@/lib/auth/policy";
import { queueMail } from "@/lib/notifications/mutations";
import type { MailParams } from "@/lib/notifications/templates/catalogue";
import { messagePlace } from "@/lib/reports/places";
import type { Transaction } from "@/lib/request/transaction";
import { sealText } from "@/lib/vault/seal";
import type { Move } from "../state";
import type { LoadedReport } from "./loaded";

export type Side = "reporter" | "staff";

export function sideOf(tx: Transaction, report: Pick<LoadedReport, "row">): Side {
  return isReporterOf(tx.actor, report.row) ? "reporter" : "staff";
}

/** Stores one public message and gives its public id. */
export async function storeMessage(
  tx: Transaction,
  report: LoadedReport,
  text: string,
  options: { move?: Move; idempotencyKey?: string } = {},
): Promise<string> {
  const id = v7();
  const publicId = randomBytes(16).toString("base64url");
  const side = sideOf(tx, report);
  const roles = rolesIn(tx.actor, report.row.programId);
  await tx.db.insert(messages).values({
    id,
    reportId: report.row.id,
    publicId,
    side,
    authorId: accountOf(tx.actor),
    authorRole: side === "staff" ? (roles.includes("coordinator") ? "coordinator" : "triager") : null,
    move: options.move ?? null,
    bodySealed: sealText(report.dataKey, messagePlace(report.row.id, id), text),
    idempotencyKey: options.idempotencyKey ?? null,
    sentAt: tx.now,
  });
  return publicId;
}

/** Tells the other side by mail that something new stands on the report's page. */
export async function tellOtherSide(
  tx: Transaction,
  report: LoadedReport,
  side: Side,
  what: { reporter: MailParams["report_news"]["what"]; staff: MailParams["staff_news"]["what"] },
): Promise<void> {
  const { reference, reporterId, programId } = report.row;
  const program = report.pinned.document.organisation.tradeName;
  if (side === "staff") {
    if (reporterId !== null && reporterId !== accountOf(tx.actor)) {
      await queueMail(tx, "report_news", { accountId: reporterId }, { reference, program, what: what.reporter });
    }
    return;
  }
  for (const accountId of await readersOf(tx, programId)) {
    if (accountId !== accountOf(tx.actor)) {
      await queueMail(tx, "staff_news", { accountId }, { reference, program, what: what.staff });
    }
  }
}

/** The accounts that read a program's reports. */
export async function readersOf(tx: Transaction, programId: string): Promise<string[]> {
  const rows = await tx.db
    .selectDistinct({ accountId: memberships.accountId })
    .from(memberships)
    .where(
      and(
        eq(memberships.programId, programId),
        isNull(memberships.endedAt),
        inArray(memberships.role, ["triager", "coordinator"]),
      ),
    );
  return rows.map(({ accountId }) => accountId);
}
