import type { ReactNode } from "react";
import { RevisionReasons } from "@/components/policy/revision-reasons";
import { Notice } from "@/components/ui/notice";
import type { Classification } from "@/lib/policy/drafts/judgement";

/** What the portal says the revision is and why, and how that can be challenged. */
export function ClassificationBox({
  classification,
  challenge,
}: {
  classification: Classification | null;
  /** The form that raises it; only for whoever may. */
  challenge?: ReactNode;
}) {
  if (!classification) {
    return <p className="text-ink-soft">The portal classifies the draft once nothing in it is missing.</p>;
  }
  const { class: revision, found, reasons, first, raised } = classification;
  return (
    <div className="flex max-w-measure flex-col gap-3">
      {revision === "minor" ? (
        <Notice title="Minor: it takes nothing away">
          <p>It shrinks no scope, no safe harbour and no promise. The policy owner’s signature is enough.</p>
        </Notice>
      ) : (
        <Notice
          kind="warning"
          title={first ? "Major: the first policy of this program" : "Major: it needs the executive’s approval too"}
        >
          {first ? <p>Everything in it is new, so the executive approves it as well.</p> : null}
          {reasons.length > 0 ? <RevisionReasons reasons={reasons} /> : null}
          {raised ? (
            <p className={reasons.length > 0 ? "mt-2" : undefined}>
              {found === "minor" ? "The portal found it minor. Raised to major by a person" : "Raised by a person too"}:
              “{raised.reason}”
            </p>
          ) : null}
        </Notice>
      )}
      <p className="text-ink-soft">
        {revision === "minor"
          ? "You think it is major? Whoever governs this policy can raise it, with a reason. "
          : "You think it is minor? It cannot be lowered: change what the reasons name, or convince the executive, who decides by approving it. "}
        Every classification and every challenge stays in the ledger.
      </p>
      {challenge}
    </div>
  );
}
