"use client";

import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SelectField, TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { BulkPage, BulkRow } from "@/lib/triage/bulk/types";
import type { BulkOutcome, BulkResult, BulkVerb } from "@/lib/triage/bulk/verbs";
import { VERB_WORDS } from "./bulk-words";

export type SnoozeChoice = { value: string; label: string };

/** The last look before it happens: every report with what will become of it, and what the verb needs. */
export function BulkForm({
  verb,
  rows,
  team,
  snoozes,
  run,
  undo,
  backHref,
}: {
  verb: BulkVerb;
  /** Those that it applies to. */
  rows: readonly BulkRow[];
  team: BulkPage["team"];
  snoozes: readonly SnoozeChoice[];
  run: FormAction<BulkResult>;
  undo: FormAction<BulkResult>;
  backHref: string;
}) {
  const { label, effect } = VERB_WORDS[verb];
  return (
    <ActionForm
      action={run}
      hidden={{ verb }}
      className="flex flex-col gap-5"
      done={(result) => <BulkOutcomes result={result} undo={undo} backHref={backHref} />}
    >
      {verb === "assign" ? (
        <SelectField
          name="assignee"
          label="Carried by"
          options={[
            { value: "", label: "Nobody" },
            ...team.map(({ handle, name, you }) => ({ value: handle, label: you ? `${name} (you)` : name })),
          ]}
        />
      ) : null}
      {verb === "snooze" ? (
        <SelectField name="snooze" label="For how long" options={[{ value: "", label: "Select one" }, ...snoozes]} />
      ) : null}
      {verb === "close_spam" ? (
        <TextAreaField
          name="reason"
          label="Why, for the record of each of these reports"
          hint="Kept as an internal note; the reporters do not read it"
          rows={3}
        />
      ) : null}
      <table className="w-full border-collapse">
        <caption className="mb-2 text-start font-semibold">
          {rows.length === 1 ? "One report" : `${rows.length} reports`}, and what becomes of each
        </caption>
        <thead className="max-sm:sr-only">
          <tr className="border-b border-line-strong text-ink-soft">
            {["Report", "Now", "Then"].map((header) => (
              <th key={header} scope="col" className="py-1.5 pe-4 text-start font-semibold">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.reference} className="border-b border-line align-top max-sm:block max-sm:py-2">
              <th scope="row" className="py-2 pe-4 text-start font-normal max-sm:block max-sm:p-0">
                <input type="hidden" name="row" value={`${row.reference} ${row.version}`} />
                <span className="[overflow-wrap:anywhere]">{row.title}</span>{" "}
                <code className="block font-mono text-xs text-ink-soft">{row.reference}</code>
              </th>
              <td className="py-2 pe-4 max-sm:block max-sm:p-0">
                {verb === "assign" ? `Carried by ${row.assignee ?? "nobody"}` : row.stateLabel}
              </td>
              <td className="py-2 text-ink-soft max-sm:block max-sm:p-0">{effect}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap items-center gap-4">
        <SubmitButton variant={verb === "close_spam" ? "danger" : "primary"} pendingText="Working…">
          {`${label}: ${rows.length === 1 ? "this report" : `these ${rows.length} reports`}`}
        </SubmitButton>
        <TextLink href={backHref}>Back to the list, changing nothing</TextLink>
      </div>
    </ActionForm>
  );
}

const WORDS: Record<BulkOutcome["outcome"], string> = { done: "Done", skipped: "Left as it is", failed: "Failed" };

/** What became of each report, and the press that takes back what can be. */
function BulkOutcomes({
  result,
  undo,
  backHref,
}: {
  result: BulkResult;
  undo?: FormAction<BulkResult> | undefined;
  backHref: string;
}) {
  const { outcomes, verb } = result;
  const done = outcomes.filter(({ outcome }) => outcome === "done").length;
  const title = undo
    ? `${done} of ${outcomes.length} ${VERB_WORDS[verb].done}`
    : `Taken back for ${done} of ${outcomes.length}`;
  return (
    <div className="flex flex-col gap-4">
      <Notice kind={done === outcomes.length ? "success" : "warning"} live="status" title={title} />
      <ul aria-label="What became of each" className="flex flex-col">
        {outcomes.map(({ reference, outcome, why }) => (
          <li key={reference} className="flex flex-wrap gap-x-4 border-b border-line py-1.5">
            <TextLink href={`/staff/reports/${reference}`} className="font-mono">
              {reference}
            </TextLink>
            <span className={outcome === "done" ? "text-met" : "font-semibold text-soon"}>{WORDS[outcome]}</span>
            <span className="text-ink-soft">{why}</span>
          </li>
        ))}
      </ul>
      {undo && result.undo ? (
        <ActionForm
          action={undo}
          hidden={{ undo: result.undo }}
          className="inline-flex"
          done={(taken) => <BulkOutcomes result={taken} backHref={backHref} />}
        >
          <SubmitButton variant="secondary" pendingText="Working…">
            Take it back
          </SubmitButton>
        </ActionForm>
      ) : null}
      <TextLink href={backHref}>Back to the list</TextLink>
    </div>
  );
}
