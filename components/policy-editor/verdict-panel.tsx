import { RevisionReasons } from "@/components/policy/revision-reasons";
import { Disclosure } from "@/components/ui/disclosure";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import type { Verdict } from "@/lib/policy/edit/judge";
import { changesPath, findingsPath } from "@/lib/policy/edit/paths";
import { cureOf } from "@/lib/policy/edit/pointers";
import { countWords } from "@/lib/policy/lint/report";
import type { LintSubject } from "@/lib/policy/lint/types";
import { FindingList } from "./finding-list";

/** What the portal says about the draft as it is typed: this section's findings, all of them in numbers, the class of the revision. */
export function VerdictPanel({
  publicId,
  draft,
  section,
  verdict,
}: {
  publicId: string;
  draft: LintSubject;
  section: string;
  verdict: Verdict;
}) {
  const here = verdict.findings.filter(
    (finding) => finding.clause === section || cureOf(draft, finding)?.section === section,
  );
  const elsewhere = verdict.findings.filter((finding) => !here.includes(finding));
  return (
    <div className="flex flex-col gap-6">
      <section aria-labelledby="findings-here" className="flex flex-col gap-3">
        <h2 id="findings-here" className="text-base font-semibold">
          Findings here: {countWords(here)}
        </h2>
        {here.length > 0 ? (
          <FindingList publicId={publicId} draft={draft} findings={here} here={section} />
        ) : (
          <p className="text-ink-soft">The linter has nothing to say about this part.</p>
        )}
        <p>
          <TextLink href={findingsPath(publicId)}>Elsewhere in this draft</TextLink>: {countWords(elsewhere)}.
        </p>
      </section>
      <RevisionFacts publicId={publicId} verdict={verdict} />
    </div>
  );
}

/** Reasons that are read at once; beside a form more would hide what is typed. */
const SHOWN = 4;

export function RevisionFacts({ publicId, verdict }: { publicId: string; verdict: Verdict }) {
  const { revision, complete } = verdict;
  const first = revision?.reasons.slice(0, SHOWN) ?? [];
  const rest = revision?.reasons.slice(SHOWN) ?? [];
  return (
    <section aria-labelledby="revision-class" className="flex flex-col gap-2">
      <h2 id="revision-class" className="flex flex-wrap items-center gap-2 text-base font-semibold">
        Against the version in force
        {revision ? <Tag tone={revision.class === "major" ? "soon" : "neutral"}>{capital(revision.class)}</Tag> : null}
      </h2>
      {revision === null ? (
        <p className="text-ink-soft">This is the first policy of the program: its executive approves it.</p>
      ) : revision.reasons.length > 0 ? (
        <>
          <RevisionReasons reasons={first} />
          {rest.length > 0 ? (
            <Disclosure size="compact" summary={`${rest.length} more reason${rest.length === 1 ? "" : "s"}`}>
              <RevisionReasons reasons={rest} />
            </Disclosure>
          ) : null}
        </>
      ) : (
        <p className="text-ink-soft">
          {revision.class === "minor"
            ? "Nothing takes anything away from researchers."
            : "Raised to major by a person."}
        </p>
      )}
      {revision && !complete ? (
        <p className="text-ink-soft">The draft has gaps: what is still open counts as the choice that gives least.</p>
      ) : null}
      {revision ? (
        <p>
          <TextLink href={changesPath(publicId)}>Every change since version {revision.version}</TextLink>
        </p>
      ) : null}
    </section>
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
