import { Prose } from "@/components/policy/prose";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { conductRulesOf } from "@/lib/policy/document";
import { policyMarkdown } from "@/lib/policy/plain";
import type { DraftView } from "@/lib/reports/drafts/types";
import { type ChangedClause, changedClauses } from "@/lib/reports/form/policy-change";

const HOW: Record<ChangedClause["how"], string> = { new: "new", changed: "changed", removed: "removed" };

/** The policy to read and agree to, what changed in it since the draft was begun, and its rules of conduct. */
export function PolicyToAgree({ draft }: { draft: Pick<DraftView, "policy" | "firstPolicy" | "programSlug"> }) {
  const { document, version } = draft.policy;
  const address = `/programs/${draft.programSlug}/policy/v/${version.replaceAll(".", "-")}`;
  const rules = conductRulesOf(document);
  return (
    <div className="flex flex-col gap-6">
      <PolicyChange draft={draft} />
      <div className="flex flex-col gap-2">
        <h2 className="text-xl font-semibold">The policy in force</h2>
        <h3 className="text-ink-soft">Version {version}</h3>
        <section
          aria-label={`${document.title}, version ${version}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-96 overflow-y-auto rounded-md border border-line-strong bg-surface px-5 py-4 [&_.reading]:text-base [&_.reading]:leading-6 [&_.reading>:first-child]:mt-0"
        >
          <Prose text={policyMarkdown(document)} preset="policy" />
        </section>
        <p>
          <TextLink href={address} target="_blank">
            Read version {version} on its own page<span className="sr-only"> (opens in a new tab)</span>
          </TextLink>
        </p>
      </div>
      {rules.length > 0 ? (
        <section aria-labelledby="conduct-rules">
          <h2 id="conduct-rules" className="text-xl font-semibold">
            Its rules for your research
          </h2>
          <ol className="mt-2 flex list-decimal flex-col gap-1.5 ps-6">
            {rules.map((rule) => (
              <li key={rule.id}>{rule.text}</li>
            ))}
          </ol>
        </section>
      ) : null}
    </div>
  );
}

function PolicyChange({ draft }: { draft: Pick<DraftView, "policy" | "firstPolicy" | "programSlug"> }) {
  const { policy, firstPolicy } = draft;
  // The error summary leads here when the page was made under an older version.
  if (policy.version === firstPolicy.version) return <div id="policyVersion" tabIndex={-1} className="sr-only" />;
  const changed = changedClauses(firstPolicy.document, policy.document);
  return (
    <div id="policyVersion" tabIndex={-1}>
      <Notice kind="warning" title="The policy changed while you were writing">
        <p>
          You began under version {firstPolicy.version}. Version {policy.version} is in force now, and your report will
          be judged under it.
        </p>
        {changed.length > 0 ? (
          <ul className="mt-2 list-disc ps-6">
            {changed.map(({ key, heading, how }) => (
              <li key={key}>
                {how === "removed" ? (
                  `${key} ${heading}`
                ) : (
                  <TextLink href={`/programs/${draft.programSlug}/policy#${key}`} target="_blank">
                    {key} {heading}
                    <span className="sr-only"> (opens in a new tab)</span>
                  </TextLink>
                )}
                : {HOW[how]}
              </li>
            ))}
          </ul>
        ) : (
          <p className="mt-2">No clause changed.</p>
        )}
      </Notice>
    </div>
  );
}
