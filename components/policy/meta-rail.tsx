import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { governanceOf } from "@/lib/policy/document";
import { policyDiffPath, policyHistoryPath, policyVersionBytesPath, programPath } from "@/lib/policy/paths";
import type { ReviewState } from "@/lib/policy/review";
import type { PolicyDocument } from "@/lib/policy/schema";
import { DemonstrationMark } from "./demonstration-mark";
import { PrintButton } from "./print-button";
import { ReviewFact } from "./review-fact";

/** The facts about the document itself. */
export function MetaRail({
  document,
  contentHash,
  review,
  reviewedOn,
  current,
  predecessor,
}: {
  document: PolicyDocument;
  contentHash: string;
  review: ReviewState;
  /** Of the last signed review, "YYYY-MM-DD". */
  reviewedOn: string | null;
  current: boolean;
  /** The version before this one; null for the first. */
  predecessor: string | null;
}) {
  const { zone } = document.calendar;
  const reviewer = governanceOf(document)?.reviewer;
  const mark = (pointer: string) => <DemonstrationMark document={document} pointer={pointer} />;
  return (
    <aside aria-label="About this version" className="flex flex-col gap-5 text-sm">
      <DefinitionList
        layout="stacked"
        size="compact"
        items={[
          {
            term: "Version",
            description: (
              <>
                <span className="font-semibold">{document.version}</span>
                {mark("/version")}
              </>
            ),
          },
          {
            term: "Last revised",
            description: (
              <>
                <When at={document.revisedOn} zone={zone} style="date" />
                {mark("/revisedOn")}
              </>
            ),
          },
          {
            term: "Last reviewed",
            description: reviewedOn ? (
              <>
                <When at={reviewedOn} zone={zone} style="date" />
                {reviewer ? <span className="block">by the {reviewer}</span> : null}
                {reviewedOn === document.reviewedOn ? mark("/reviewedOn") : null}
              </>
            ) : (
              "never"
            ),
          },
          ...(current ? [{ term: "Next review due", description: <ReviewFact review={review} /> }] : []),
          {
            term: "Classification",
            description: (
              <>
                {document.classification === "public" ? "Public" : "Internal"}
                {mark("/classification")}
              </>
            ),
          },
          { term: "For", description: <Audience of={document.audience} /> },
          {
            term: "SHA-256 of the document",
            description: <code className="font-mono text-xs break-all">{contentHash}</code>,
          },
        ]}
      />
      <ul className="flex flex-col gap-1.5" data-print="no">
        <li>
          {predecessor ? (
            <TextLink href={policyDiffPath(document.program, predecessor, document.version)}>
              What changed since {predecessor}
            </TextLink>
          ) : (
            "First version: nothing to compare"
          )}
        </li>
        <li>
          <TextLink href={policyHistoryPath(document.program)}>All versions</TextLink>
        </li>
        <li>
          <TextLink href={policyVersionBytesPath(document.program, document.version)}>As JSON</TextLink>
        </li>
        {current ? (
          <li>
            <TextLink href={`${programPath(document.program)}/policy.md`}>As Markdown</TextLink>
          </li>
        ) : null}
        <li>
          <PrintButton />
        </li>
      </ul>
    </aside>
  );
}

function Audience({ of }: { of: readonly string[] }) {
  if (of.length === 0) return "not stated";
  return (
    <ul>
      {of.map((who) => (
        <li key={who}>{who}</li>
      ))}
    </ul>
  );
}
