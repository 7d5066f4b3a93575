import "server-only";
import { queueMail } from "@/lib/notifications/mutations";
import type { LoadedReport } from "@/lib/reports/mutations/loaded";
import { creditPlace } from "@/lib/reports/places";
import type { Transaction } from "@/lib/request/transaction";
import { openText } from "@/lib/vault/seal";
import { creditLinkPath, creditLinkToken } from "../handle";

/** Mails the link to somebody who was named. */
export async function askToAgree(
  tx: Transaction,
  { row, dataKey, pinned }: Pick<LoadedReport, "row" | "dataKey" | "pinned">,
  credit: { id: string; inviteSealed: Buffer | null },
  again = false,
): Promise<void> {
  if (credit.inviteSealed === null) return;
  const address = openText(dataKey, creditPlace(row.id, credit.id, "invite_sealed"), credit.inviteSealed);
  const path = creditLinkPath(creditLinkToken(credit.id));
  await queueMail(tx, "credit_asked", { address }, { program: pinned.document.organisation.tradeName, path, again });
}
