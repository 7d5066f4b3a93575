import { type Definition, DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { newReportPath, pgpPath } from "@/lib/policy/paths";
import type { Clause, ClauseOf, Commitment, PolicyDocument } from "@/lib/policy/schema";
import {
  creditPlaceWords,
  disclosureWords,
  everyWords,
  exclusionKindWords,
  promiseWords,
  rigidityMeaning,
  safeHarbourWords,
} from "@/lib/policy/wording";
import { RIGIDITY_WORDS } from "@/lib/sla/wording";
import { amountWords } from "@/lib/sla/words-of-time";
import { DemonstrationMark } from "./demonstration-mark";

type Props<K extends Clause["kind"]> = { document: PolicyDocument; clause: ClauseOf<K>; pointer: string };

/** What a clause says as data: rendered from its type, never from its words. */
export function TypedClause({ document, clause }: { document: PolicyDocument; clause: Clause }) {
  const pointer = `/clauses/${document.clauses.indexOf(clause)}`;
  switch (clause.kind) {
    case "text":
      return null;
    case "scope":
      return <ScopeFacts document={document} clause={clause} pointer={pointer} />;
    case "exclusion":
      return <ExclusionFacts clause={clause} />;
    case "conduct":
      return <ConductRules clause={clause} />;
    case "commitment":
      return <Promises commitments={clause.commitments} />;
    case "contact":
      return <ContactFacts document={document} clause={clause} pointer={pointer} />;
    case "safe_harbour":
      return <Facts items={clause.promises.map((promise) => safeHarbourWords(promise))} label="What this amounts to" />;
    case "disclosure":
      return <DefinitionList items={disclosureFacts(clause)} />;
    case "reward":
      return <DefinitionList items={rewardFacts(clause)} />;
    case "governance":
      return <DefinitionList items={governanceFacts(clause)} />;
  }
}

function ScopeFacts({ document, clause, pointer }: Props<"scope">) {
  const families = [...new Set(clause.products.map((product) => product.family))];
  return (
    <div className="flex flex-col gap-3">
      <DefinitionList
        items={[
          { term: "In scope", description: clause.statement },
          ...families.map((family) => ({
            term: family,
            description: clause.products
              .filter((product) => product.family === family)
              .map((product) => (product.openSource ? `${product.name} (open source)` : product.name))
              .join(" · "),
          })),
        ]}
      />
      <DemonstrationMark document={document} pointer={`${pointer}/products`} />
    </div>
  );
}

function ExclusionFacts({ clause }: { clause: ClauseOf<"exclusion"> }) {
  return (
    <dl className="flex max-w-measure flex-col">
      {clause.exclusions.map((exclusion) => (
        <div key={exclusion.id} className="border-t border-line py-3 last:border-b">
          <dt className="flex flex-wrap items-baseline justify-between gap-x-4 font-semibold">
            {exclusion.label}
            <span className="text-sm font-normal text-ink-faint">{exclusionKindWords(exclusion.kind)}</span>
          </dt>
          <dd className="text-ink-soft">{exclusion.text}</dd>
        </div>
      ))}
    </dl>
  );
}

function ConductRules({ clause }: { clause: ClauseOf<"conduct"> }) {
  return (
    <div className="reading">
      <ol>
        {clause.rules.map((rule) => (
          <li key={rule.id}>{rule.text}</li>
        ))}
      </ol>
    </div>
  );
}

function Promises({ commitments }: { commitments: readonly Commitment[] }) {
  return commitments.map((commitment) => (
    <figure
      key={`${commitment.clock}-${commitment.severity ?? "all"}`}
      className="flex max-w-measure flex-col gap-1 border-s-2 border-accent ps-4"
    >
      <blockquote className="font-serif text-lg">{promiseWords(commitment)}</blockquote>
      <figcaption className="text-sm text-ink-soft">
        <span className="font-semibold text-ink">
          {amountWords(commitment)} · {RIGIDITY_WORDS[commitment.rigidity]}
        </span>
        : {rigidityMeaning(commitment.rigidity)}
      </figcaption>
    </figure>
  ));
}

function ContactFacts({ document, clause, pointer }: Props<"contact">) {
  const { onePerReport, considerations } = clause.intake;
  return (
    <>
      <DefinitionList
        items={[
          {
            term: "Report form",
            description: <TextLink href={newReportPath(document.program)}>Report a vulnerability</TextLink>,
          },
          {
            term: "E-mail",
            description: clause.email ? (
              <>
                <TextLink href={`mailto:${clause.email}`}>{clause.email}</TextLink>
                <DemonstrationMark document={document} pointer={`${pointer}/email`} />
              </>
            ) : (
              "none published"
            ),
          },
          {
            term: "Encryption",
            description: <TextLink href={pgpPath(document.program)}>PGP key and how to use it</TextLink>,
          },
          ...(onePerReport ? [{ term: "One at a time", description: "One vulnerability per report" }] : []),
        ]}
      />
      {considerations.length > 0 ? <Facts items={considerations} label="Please consider" /> : null}
      <Promises commitments={clause.commitments ?? []} />
    </>
  );
}

function Facts({ items, label }: { items: readonly string[]; label: string }) {
  return (
    <div className="max-w-measure">
      <p className="font-semibold">{label}</p>
      <ul className="mt-1 list-disc ps-6">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}

function disclosureFacts(clause: ClauseOf<"disclosure">): Definition[] {
  return [
    { term: "Public disclosure", description: disclosureWords(clause.rule) },
    {
      term: "Time limit",
      description: clause.limitDays === null ? "none stated" : amountWords({ amount: clause.limitDays, unit: "day" }),
    },
    ...(clause.cna
      ? [
          { term: "CVE Numbering Authority for", description: clause.cna.scope },
          {
            term: "Before a CVE report",
            description: clause.cna.contactFirst ? "Contact the organisation first" : "–",
          },
        ]
      : []),
  ];
}

/** What a policy offers of rewards and credit, fact by fact. */
export function rewardFacts(clause: ClauseOf<"reward">): Definition[] {
  return [
    { term: "Bounty", description: clause.bounty ? "Yes" : "None" },
    { term: "Compensation", description: clause.compensation ? "Yes" : "None" },
    { term: "Public recognition", description: clause.publicRecognition ? "Yes" : "None" },
    { term: "Credit", description: creditPlaceWords(clause.creditIn) },
  ];
}

function governanceFacts(clause: ClauseOf<"governance">): Definition[] {
  return [
    { term: "Reviewed", description: everyWords(clause.reviewEvery) },
    { term: "Reviewed and signed by", description: clause.reviewer },
    ...(clause.approver ? [{ term: "Major revisions", description: `Approved by the ${clause.approver}` }] : []),
  ];
}
