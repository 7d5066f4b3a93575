import { SelectField, TextAreaField } from "@/components/forms/fields";
import { fieldName } from "@/components/reports/field-names";
import { SeverityMark, severityWord } from "@/components/reports/severity-mark";
import { CvssField } from "@/components/severity/cvss-field";
import { Disclosure } from "@/components/ui/disclosure";
import { When } from "@/components/ui/when";
import { SEVERITY_REASON_MAX } from "@/lib/reports/assessment";
import type { AssessmentView } from "@/lib/reports/types";
import { HANDLING_SCOPES } from "./scopes";

const BANDS = ["critical", "high", "medium", "low", "none"] as const;

/** One side's view: word, score, vector, and why where it says so. */
export function Assessed({ view }: { view: AssessmentView | undefined | null }) {
  if (!view) return <span className="text-ink-faint">Not rated</span>;
  return (
    <>
      <SeverityMark severity={view.severity} />
      {view.score === null ? null : <span className="tabular-nums"> · {view.score.toFixed(1)}</span>}
      {view.vector ? <code className="block font-mono text-xs break-all text-ink-soft">{view.vector}</code> : null}
      {view.reason ? (
        <p className="mt-1 max-w-measure whitespace-pre-line [overflow-wrap:anywhere]">{view.reason}</p>
      ) : null}
    </>
  );
}

/** Both sides, kept apart for ever, and how ours came about. */
export function SeverityViews({ views, zone }: { views: readonly AssessmentView[]; zone: string }) {
  const of = (side: AssessmentView["by"]) => views.filter(({ by }) => by === side);
  const ours = of("staff");
  return (
    <div className="flex flex-col gap-1">
      <div className="grid grid-cols-2 gap-x-4">
        <div className="min-w-0">
          <p className="text-ink-faint">Ours</p>
          <Assessed view={ours.at(-1)} />
        </div>
        <div className="min-w-0">
          <p className="text-ink-faint">Theirs</p>
          <Assessed view={of("reporter").at(-1)} />
        </div>
      </div>
      {ours.length > 1 ? (
        <Disclosure summary={`How ours changed (${ours.length})`} size="compact">
          <ol className="flex flex-col gap-3">
            {ours.map((view) => (
              <li key={view.at}>
                <p className="text-ink-faint">
                  <When at={view.at} zone={zone} />
                </p>
                <Assessed view={view} />
              </li>
            ))}
          </ol>
        </Disclosure>
      ) : null}
    </div>
  );
}

/** The fields of our view. */
export function SeverityFields({ ours }: { ours: AssessmentView | undefined }) {
  const name = (field: string) => fieldName(HANDLING_SCOPES.severity, field);
  return (
    <>
      <CvssField
        name={name("vector")}
        label="Vector (CVSS 4.0 or 3.1)"
        hint="The score and the severity follow from it"
        optional
        defaultValue={ours?.vector ?? ""}
      />
      <SelectField
        name={name("severity")}
        label="Severity as a word"
        hint="With a vector, leave this to the vector"
        defaultValue={ours && ours.vector === null ? ours.severity : ""}
        options={[
          { value: "", label: "As the vector says" },
          ...BANDS.map((band) => ({ value: band, label: severityWord(band) })),
        ]}
      />
      <TextAreaField
        name={name("reason")}
        label="Why we rate it so"
        hint="Needed where it is not the reporter’s word or changes ours; they read it once it is confirmed"
        optional
        rows={3}
        limit={SEVERITY_REASON_MAX}
      />
    </>
  );
}
