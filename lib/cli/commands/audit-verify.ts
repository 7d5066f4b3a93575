import { sql } from "drizzle-orm";
import type { ChainVerdict } from "@/lib/ledger/chain";
import { type StreamHead, verifyStream } from "@/lib/ledger/verify/queries";
import { inTransaction } from "@/lib/request/transaction";
import type { Command } from "../command";

type StreamVerdict = ChainVerdict & { stream: string };

export const auditVerify: Command = {
  name: "audit verify",
  usage: "audit verify",
  summary: "Each ledger stream: length, head, first bad sequence number",
  run: (_args, { ctx }) =>
    inTransaction(ctx, async (tx) => {
      const streams = await tx.db.execute<StreamHead>(sql`
        select s.stream, h.seq, h.hash
        from (
          select stream from ledger_heads union select distinct stream from events
          union select 'report:' || id from reports union select 'program:' || id from programs
        ) s
        left join ledger_heads h using (stream) order by 1`);
      const verdicts: StreamVerdict[] = [];
      for (const head of streams) verdicts.push({ stream: head.stream, ...(await verifyStream(tx, head)) });
      const lines = verdicts.map((v) =>
        v.ok
          ? `good  ${v.stream}  ${v.length} events  head ${v.head}`
          : `BAD   ${v.stream}  ${v.length} events good, first bad ${v.firstBadSeq}: ${v.reason}`,
      );
      const good = verdicts.every((v) => v.ok);
      return {
        code: good ? 0 : 1,
        json: { good, streams: verdicts.map(({ ok, ...rest }) => ({ good: ok, ...rest })) },
        text: lines.join("\n") || "The ledger is empty.",
      };
    }),
};
