import "server-only";
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { parseEmailAddress } from "@/lib/accounts/email-address";
import type { Transaction } from "@/lib/request/transaction";

export type Mailbox = { programId: string; slug: string; address: string };

/** The address of each program whose policy in force names one, in the portal's order. */
export async function mailboxes(db: Database | Transaction["db"]): Promise<Mailbox[]> {
  const rows = await db.execute<{ programId: string; slug: string; email: string | null }>(sql`
    select p.id as "programId", p.slug,
      jsonb_path_query_first(v.document, '$.clauses[*] ? (@.kind == "contact").email') #>> '{}' as email
    from programs p join policy_versions v on v.program_id = p.id and v.status = 'published'
    order by p.position, p.id`);
  return rows.flatMap(({ programId, slug, email }) => {
    const address = parseEmailAddress(email ?? "");
    return address === null ? [] : [{ programId, slug, address }];
  });
}
