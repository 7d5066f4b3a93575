import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { RadioField, SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { EXTENSION_MAX_DAYS } from "@/lib/reports/adjustments";
import { MESSAGE_MAX } from "@/lib/reports/moves";
import type { StaffReport } from "@/lib/reports/types";
import type { AdjustableClock, Adjustment } from "@/lib/sla/vocabulary";
import { CLOCK_LABELS } from "@/lib/sla/wording";
import { adjustmentScope, fieldName } from "./field-names";
import { FormPanel } from "./form-panel";
import { ReloadAfterConflict } from "./reload-after-conflict";

const WORDS: Record<Adjustment, { label: string; effect: string; text: string }> = {
  pause: {
    label: "Pause",
    effect:
      "The clock stands still until somebody resumes it. The reporter sees that it does, whom it waits on, and what you write.",
    text: "Why, in words for the reporter",
  },
  resume: {
    label: "Resume",
    effect: "The clock runs on, later by the days it stood still.",
    text: "What happens now, in words for the reporter",
  },
  extend: {
    label: "Extend",
    effect: "The days are added to the due date. The old date stays in the derivation, for both sides to read.",
    text: "Why it takes longer, in words for the reporter",
  },
};

/** The clocks that a person may change by hand, each change with a reason that is sent to the reporter. Works without scripts. */
export function AdjustClocks<T>({
  adjustable,
  version,
  actionFor,
  reloadHref,
  title,
}: {
  adjustable: StaffReport["adjustable"];
  /** Of the report as shown: the second of two changes is refused. */
  version: number;
  actionFor: (clock: AdjustableClock, adjustment: Adjustment) => FormAction<T>;
  reloadHref: string;
  title?: string | undefined;
}) {
  if (adjustable.length === 0) return null;
  return (
    <div className="mt-3 flex flex-wrap items-start gap-2">
      {adjustable.flatMap(({ clock, adjustments }) =>
        adjustments.map((adjustment) => {
          const scope = adjustmentScope(clock, adjustment);
          const { label, effect, text } = WORDS[adjustment];
          const name = `${label} “${CLOCK_LABELS[clock]}”`;
          return (
            <ActionForm
              key={scope}
              action={actionFor(clock, adjustment)}
              titleIfWrong={title}
              hidden={{ version: String(version) }}
              className="flex flex-col gap-3 has-[[open],section]:basis-full"
            >
              <ReloadAfterConflict href={reloadHref} />
              <FormPanel label={name}>
                <p className="text-ink-soft">{effect}</p>
                {adjustment === "pause" ? (
                  <RadioField
                    name={fieldName(scope, "because")}
                    label="It waits on"
                    options={[
                      { value: "waiting_on_third_party", label: "A third party" },
                      { value: "waiting_on_reporter", label: "The reporter: their answer resumes it" },
                      { value: "waiting_on_us", label: "Us" },
                    ]}
                  />
                ) : null}
                {adjustment === "extend" ? (
                  <>
                    <TextField
                      name={fieldName(scope, "amount")}
                      label="By how many days"
                      hint={`From 1 to ${EXTENSION_MAX_DAYS}`}
                      inputMode="numeric"
                      autoComplete="off"
                    />
                    <SelectField
                      name={fieldName(scope, "unit")}
                      label="Counted in"
                      options={[
                        { value: "business_day", label: "Business days" },
                        { value: "day", label: "Calendar days" },
                      ]}
                    />
                  </>
                ) : null}
                <TextAreaField name={fieldName(scope, "text")} label={text} limit={MESSAGE_MAX} rows={3} />
                <div>
                  <SubmitButton pendingText="Saving…">{name}</SubmitButton>
                </div>
              </FormPanel>
            </ActionForm>
          );
        }),
      )}
    </div>
  );
}
