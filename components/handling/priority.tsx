import { RadioField } from "@/components/forms/fields";
import { fieldName } from "@/components/reports/field-names";
import { Disclosure } from "@/components/ui/disclosure";
import { When } from "@/components/ui/when";
import type { PriorityView } from "@/lib/handling/types";
import { SSVC_POINTS, SSVC_VALUES } from "@/lib/ssvc/points";
import {
  outcomeWords,
  SSVC_OUTCOME_WORDS,
  SSVC_POINT_WORDS,
  supplierOutcomes,
  supplierSentence,
} from "@/lib/ssvc/supplier";
import { HANDLING_SCOPES } from "./scopes";

/** The supplier's decision: outcome, why in a sentence, and the points that were recorded. */
export function Priority({ decisions, zone }: { decisions: readonly PriorityView[]; zone: string }) {
  const newest = decisions.at(-1);
  if (!newest) return <span className="text-ink-faint">Not decided</span>;
  const outcomes = supplierOutcomes(newest.points);
  const [only] = outcomes;
  const words = outcomeWords(outcomes);
  return (
    <div className="flex flex-col gap-1">
      <p className="font-semibold">{words.charAt(0).toUpperCase() + words.slice(1)}</p>
      {outcomes.length === 1 && only ? <p>{SSVC_OUTCOME_WORDS[only].means}</p> : null}
      <Disclosure summary="Why" size="compact">
        <ol className="flex flex-col gap-3">
          {[...decisions].reverse().map((decision) => (
            <li key={decision.at}>
              <p>{supplierSentence(decision.points)}</p>
              <p className="text-ink-faint">
                {decision.by} · <When at={decision.at} zone={zone} /> ·{" "}
                <code className="font-mono text-xs">{decision.table}</code>
              </p>
            </li>
          ))}
        </ol>
      </Disclosure>
    </div>
  );
}

/** The four points, each with what is not known as an answer. */
export function PriorityFields({ points }: { points: PriorityView["points"] | undefined }) {
  return SSVC_POINTS.map((point) => {
    const { label, asks, values } = SSVC_POINT_WORDS[point];
    return (
      <RadioField
        key={point}
        name={fieldName(HANDLING_SCOPES.priority, point)}
        label={label}
        hint={asks}
        defaultValue={points?.[point] ?? ""}
        options={[
          ...SSVC_VALUES[point].map((value) => ({
            value,
            label: values[value]?.label ?? value,
            hint: values[value]?.means,
          })),
          { value: "", label: "Not known" },
        ]}
      />
    );
  });
}
