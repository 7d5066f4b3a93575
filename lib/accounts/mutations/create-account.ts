import "server-only";
import { inArray } from "drizzle-orm";
import { portalFacts, programs } from "@/db/schema";
import type { StaffRole } from "@/lib/auth/policy";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { hashPassword } from "../password-hash";
import { DEMONSTRATION_FACT } from "../queries";
import { grantMembership } from "./invite-staff";
import { accountByEmail, passwordPepper, writeAccount } from "./write-account";

/** For the portal's own work (the demonstration, an operator's command): a confirmed account with its roles. */
export async function createAccount(
  ctx: Context,
  input: {
    email: string;
    displayName: string;
    password: string;
    memberships: readonly { programSlug: string; role: StaffRole }[];
  },
): Promise<{ accountId: string }> {
  if (ctx.actor.kind !== "system") throw forbidden("The portal does this by itself.");
  const passwordHash = await hashPassword(input.password, passwordPepper());
  return inTransaction(ctx, async (tx) => {
    const made = await writeAccount(tx, { ...input, passwordHash, confirmed: true });
    if (!made) throw conflict("This address has an account already.");
    const slugs = input.memberships.map(({ programSlug }) => programSlug);
    const found = slugs.length === 0 ? [] : await tx.db.select().from(programs).where(inArray(programs.slug, slugs));
    for (const { programSlug, role } of input.memberships) {
      const program = found.find(({ slug }) => slug === programSlug);
      if (!program) throw notFound();
      await grantMembership(tx, { ...made, programId: program.id, role });
    }
    return made;
  });
}

/** Marks accounts as those of the demonstration, which its sign-in page offers as buttons. */
export async function listDemonstrationAccounts(ctx: Context, input: { emails: readonly string[] }): Promise<void> {
  if (ctx.actor.kind !== "system") throw forbidden("The portal does this by itself.");
  await inTransaction(ctx, async (tx) => {
    const ids: string[] = [];
    for (const email of input.emails) {
      const account = await accountByEmail(tx, email);
      if (!account) throw notFound();
      ids.push(account.id);
    }
    await tx.db
      .insert(portalFacts)
      .values({ name: DEMONSTRATION_FACT, value: ids, writtenAt: tx.now })
      .onConflictDoUpdate({ target: portalFacts.name, set: { value: ids, writtenAt: tx.now } });
  });
}
