import "server-only";
import { and, eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { appSecret } from "@/lib/env/env";
import { invalid, type PortalError } from "@/lib/errors";
import { inEvenTime } from "@/lib/request/even-time";
import { returnPoint, takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, type Transaction, withProof } from "@/lib/request/transaction";
import { codeHash } from "../code-hash";
import { beginGuestSession } from "./session";

/** A reference and a code that passed its check symbol, and whom the limit counts. */
export type Entry = { reference: string; code: string; network: string };

/** One sentence for a wrong reference, a wrong code, a revoked one and a report that was claimed (RC-03). */
function noSuchReport(): PortalError {
  return invalid("There is a problem", {
    code: ["No report opens with this reference and this code. Compare both with what you kept"],
  });
}

/**
 * Opens a guest's report for one browser. Errors: INVALID (nothing opens with these), RATE_LIMITED. Only failures are
 * counted, so that nobody who has the right code is kept out by others' guesses; every answer takes the same time.
 */
export function enterReport(ctx: Context, entry: Entry): Promise<{ reference: string; session: string }> {
  return inEvenTime(() =>
    guarded(ctx, entry.network, () =>
      inTransaction(ctx, async (tx) => {
        const found = await reportOfCode(tx, entry);
        if (!found) return null;
        return { reference: entry.reference, session: await beginGuestSession(found.tx, found.row.guestCodeHash) };
      }),
    ),
  );
}

/** Counts a try against the network, and a failed one against everybody's. @throws PortalError */
export async function guarded<T>(ctx: Context, network: string, work: () => Promise<T | null>): Promise<T> {
  await takePoint(ctx.db, "guest-code:network", network);
  const done = await work();
  if (done === null) {
    await takePoint(ctx.db, "guest-code:everybody", "");
    throw noSuchReport();
  }
  await returnPoint(ctx.db, "guest-code:network", network);
  return done;
}

type Found = { tx: Transaction; row: typeof reports.$inferSelect & { guestCodeHash: string } };

/** The report that a code opens, locked; looked up by the code's hash, never by the reference alone. */
export async function reportOfCode(
  tx: Transaction,
  { reference, code }: Omit<Entry, "network">,
): Promise<Found | null> {
  const hash = codeHash(appSecret(), code);
  const proven = await withProof(tx, hash);
  const [row] = await proven.db
    .select()
    .from(reports)
    .where(and(eq(reports.reference, reference), eq(reports.guestCodeHash, hash)))
    .for("no key update");
  return row ? { tx: proven, row: { ...row, guestCodeHash: hash } } : null;
}
