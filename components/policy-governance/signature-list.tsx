import { Tag } from "@/components/ui/tag";
import { When } from "@/components/ui/when";
import type { ApprovalView } from "@/lib/policy/drafts/types";

const KINDS: Record<ApprovalView["kind"], string> = {
  review_signature: "Reviewed and signed",
  executive_approval: "Approved",
  reviewed_no_change: "Reviewed, no change",
};

/** Every name under a text, those that no longer count too. */
export function SignatureList({ approvals }: { approvals: readonly ApprovalView[] }) {
  if (approvals.length === 0) return <p className="text-ink-soft">Nobody has put their name to it yet.</p>;
  return (
    <ol className="flex max-w-measure flex-col border-t border-line">
      {approvals.map((approval) => (
        <li key={`${approval.kind} ${approval.decidedAt}`} className="border-b border-line py-3">
          <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <span className="font-semibold">{KINDS[approval.kind]}</span>
            {approval.counts ? <Tag tone="met">Counts</Tag> : <Tag>Void: the text changed since</Tag>}
          </p>
          <p>
            {approval.name}, {approval.role} · <When at={approval.decidedAt} zone={approval.zone} />
          </p>
          <p className="text-ink-soft">{approval.statement}</p>
          {approval.note ? <p className="whitespace-pre-line">{approval.note}</p> : null}
        </li>
      ))}
    </ol>
  );
}
