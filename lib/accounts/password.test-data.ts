import type { Database } from "@/db/client";
import { systemAt } from "@/db/testing/factories";
import type { Actor } from "@/lib/auth/policy";
import { inTransaction } from "@/lib/request/transaction";
import { passwordPepper, setPassword } from "./mutations/write-account";
import { hashPassword } from "./password-hash";

export const PASSWORD = "seven quiet herons wade";

/** Lets somebody confirm with `PASSWORD`. */
export async function withPassword<A extends Actor & { accountId: string }>(db: Database, actor: A): Promise<A> {
  const hash = await hashPassword(PASSWORD, passwordPepper());
  await inTransaction(systemAt(db), (tx) => setPassword(tx, actor.accountId, hash));
  return actor;
}
