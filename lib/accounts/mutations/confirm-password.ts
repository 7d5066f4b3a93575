import "server-only";
import { eq } from "drizzle-orm";
import { passwords } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { invalid, notFound } from "@/lib/errors";
import { returnPoint, takePoint } from "@/lib/request/rate-limit";
import type { Context } from "@/lib/request/transaction";
import { isPassword } from "../password-hash";
import { passwordPepper } from "./write-account";

/** That whoever sits there is who signed in: asked before what cannot be taken back. Errors: INVALID, RATE_LIMITED. */
export async function confirmPassword(ctx: Context, password: string): Promise<void> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  await takePoint(ctx.db, "sign-in:account", accountId);
  const [row] = await ctx.db.select({ hash: passwords.hash }).from(passwords).where(eq(passwords.accountId, accountId));
  if (!(await isPassword(row?.hash ?? null, password, passwordPepper()))) {
    throw invalid("There is a problem", { password: ["This is not the password of your account"] });
  }
  await returnPoint(ctx.db, "sign-in:account", accountId);
}
