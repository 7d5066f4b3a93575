"use client";

import { useActionState, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { describedBy, fieldId } from "@/components/ui/field-ids";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { CheckedCalendar } from "./checked-calendar";
import type { CalendarAction, CalendarFormState } from "./form-state";

const WORKING_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const FILE_HINT = "An .ics file of at most 256 kB; whole days are taken, the rest is listed";

/**
 * The next version of a calendar, built up in one form: each button answers with the same form, what was typed in it and
 * what the button did, with scripts or without. Only Publish, which appears after Check, changes anything.
 */
export function CalendarForm({
  action,
  start,
  version,
  regions,
  zones,
}: {
  action: CalendarAction;
  start: CalendarFormState;
  /** The number of the version to come. */
  version: number;
  regions: readonly { code: string; label: string }[];
  zones: readonly string[];
}) {
  const [state, dispatch, pending] = useActionState(action, start);
  const { typed, errors, news, checked } = state;
  const outcome = useRef<HTMLDivElement>(null);
  const wrong = Object.entries(errors).map(([name, message]) => ({ name, message }));
  const hasErrors = wrong.length > 0;

  useEffect(() => {
    if (state === start) return;
    if (hasErrors) document.getElementById("error-summary")?.focus();
    else outcome.current?.focus();
  }, [state, start, hasErrors]);

  return (
    <form action={dispatch} noValidate aria-busy={pending || undefined} className="flex flex-col gap-8 text-base">
      <ErrorSummary errors={wrong.filter(({ name }) => name !== "form")} message={errors.form} />
      <div ref={outcome} tabIndex={-1} className="empty:hidden">
        {news ? (
          <Notice kind={news.kind} title={news.title}>
            {news.items.length > 0 ? (
              <ul className="flex max-h-72 list-disc flex-col overflow-y-auto ps-5 text-sm">
                {news.items.map((item) => (
                  <li key={item}>{item}</li>
                ))}
              </ul>
            ) : null}
          </Notice>
        ) : null}
        {checked ? (
          <CheckedCalendar checked={checked} version={version}>
            <Button type="submit" name="do" value="publish">
              Publish version {version}
            </Button>
          </CheckedCalendar>
        ) : null}
      </div>
      {/* The first button of a form is the one that Enter presses. */}
      <button type="submit" name="do" value="check" className="sr-only" tabIndex={-1} aria-hidden="true">
        Check
      </button>
      <section aria-labelledby="week" className="flex flex-col gap-5">
        <h2 id="week" className="text-lg font-semibold">
          The week
        </h2>
        <TextInput
          name="region"
          label="What to call it"
          hint="The place whose days these are, as one would say it"
          error={errors.region}
          defaultValue={typed.region}
          width="medium"
        />
        <TextInput
          name="zone"
          label="Time zone"
          hint="By its IANA name, such as Pacific/Auckland"
          error={errors.zone}
          defaultValue={typed.zone}
          width="medium"
          list="zones"
          autoComplete="off"
          spellCheck={false}
        />
        <datalist id="zones">
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <CheckboxGroup
          name="workingDays"
          label="Working days"
          error={errors.workingDays}
          defaultValue={typed.workingDays}
          options={WORKING_DAYS.map((label, index) => ({ value: String(index + 1), label }))}
        />
        <TextInput
          name="cutOff"
          label="Cut-off"
          hint="What arrives at this time or later counts as received on the next working day"
          optional
          width="short"
          error={errors.cutOff}
          defaultValue={typed.cutOff}
          placeholder="17:00"
        />
      </section>
      <section aria-labelledby="days" className="flex flex-col gap-5">
        <h2 id="days" className="text-lg font-semibold">
          Holidays
        </h2>
        <TextArea
          key={typed.holidays}
          name="holidays"
          label="One day a line: date and name"
          hint="Such as 2026-12-25 Christmas Day; add, change or delete lines by hand"
          error={errors.holidays}
          defaultValue={typed.holidays}
          rows={14}
          mono
          spellCheck={false}
        />
        <div className="grid gap-6 lg:grid-cols-2">
          <div className="flex flex-col gap-3 rounded-lg border border-line p-4">
            <Select
              name="proposeRegion"
              label="Propose the public holidays of"
              hint="This year and the four after it, added to the list for you to confirm"
              error={errors.proposeRegion}
              defaultValue={typed.proposeRegion}
              options={[
                { value: "", label: "Choose a region" },
                ...regions.map(({ code, label }) => ({ value: code, label })),
              ]}
            />
            <div>
              <Button type="submit" name="do" value="propose" variant="secondary" size="compact">
                Add the proposal to the list
              </Button>
            </div>
          </div>
          <div className="flex flex-col gap-3 rounded-lg border border-line p-4">
            <Field name="icsFile" label="Take them from a calendar file" hint={FILE_HINT} error={errors.icsFile}>
              <input
                id={fieldId("icsFile")}
                name="icsFile"
                type="file"
                accept=".ics,text/calendar"
                aria-invalid={errors.icsFile ? true : undefined}
                aria-describedby={describedBy("icsFile", { hint: FILE_HINT, error: errors.icsFile })}
              />
            </Field>
            <TextArea
              key={typed.icsText}
              name="icsText"
              label="Or paste its text"
              optional
              error={errors.icsText}
              defaultValue={typed.icsText}
              rows={3}
              mono
              spellCheck={false}
            />
            <div>
              <Button type="submit" name="do" value="import" variant="secondary" size="compact">
                Add its days to the list
              </Button>
            </div>
          </div>
        </div>
      </section>
      <div className="flex flex-wrap items-center gap-4 border-t border-line pt-6">
        <Button type="submit" name="do" value="check">
          Check what this changes
        </Button>
        <p className="max-w-measure text-sm text-ink-soft">
          Nothing is published before you have seen what it changes.
        </p>
      </div>
    </form>
  );
}
