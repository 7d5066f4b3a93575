import "server-only";
import { randomBytes } from "node:crypto";
import { v7 } from "uuid";
import { messages } from "@/db/schema";
import { accountOf, isReporterOf, rolesIn, type StaffRole } from "@/lib/auth/policy";
import { invalid } from "@/lib/errors";
import { messagePlace } from "@/lib/reports/places";
import type { Transaction } from "@/lib/request/transaction";
import { indexText } from "@/lib/search/mutations";
import { unresolvedProblem } from "@/lib/templates/variables";
import { sealText } from "@/lib/vault/seal";
import type { Move } from "../state";
import type { LoadedReport } from "./loaded";

export type Side = "reporter" | "staff";

export function sideOf(
  tx: Transaction,
  report: { row: Pick<LoadedReport["row"], "reporterId" | "guestCodeHash"> },
): Side {
  return isReporterOf(tx.actor, report.row) ? "reporter" : "staff";
}

/** The highest of the roles that read a report. */
function roleWrittenIn(roles: readonly StaffRole[]): StaffRole {
  return (["coordinator", "triager", "privacy_officer"] as const).find((role) => roles.includes(role)) ?? "triager";
}

/**
 * Stores one public message and gives its public id. With `holdMs` the other side reads it only after that time, when
 * somebody lets it go (lib/threads/held). Errors: INVALID (staff left a variable of a template open).
 */
export async function storeMessage(
  tx: Transaction,
  report: LoadedReport,
  text: string,
  options: { move?: Move; idempotencyKey?: string; holdMs?: number } = {},
): Promise<string> {
  const id = v7();
  const publicId = randomBytes(16).toString("base64url");
  const side = sideOf(tx, report);
  const problem = side === "staff" ? unresolvedProblem(text) : null;
  if (problem !== null) throw invalid("There is a problem", { text: [problem] });
  const { holdMs = 0 } = options;
  await tx.db.insert(messages).values({
    id,
    reportId: report.row.id,
    publicId,
    side,
    authorId: accountOf(tx.actor),
    authorRole: side === "staff" ? roleWrittenIn(rolesIn(tx.actor, report.row.programId)) : null,
    move: options.move ?? null,
    bodySealed: sealText(report.dataKey, messagePlace(report.row.id, id), text),
    idempotencyKey: options.idempotencyKey ?? null,
    sentAt: tx.now,
    shownAt: new Date(tx.now.getTime() + holdMs),
    held: holdMs > 0,
  });
  if (holdMs === 0) await indexText(tx, report.row, [text]);
  return publicId;
}
