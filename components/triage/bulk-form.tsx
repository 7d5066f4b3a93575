"use client";

import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { withAway } from "@/lib/absences/words";
import type { BulkPage, BulkRow } from "@/lib/triage/bulk/types";
import type { BulkOutcome, BulkResult, ChangingVerb } from "@/lib/triage/bulk/verbs";
import { VERB_WORDS } from "./bulk-words";

export type SnoozeChoice = { value: string; label: string };

/** The last look before it happens: every report with what will become of it, and what the verb needs. */
export function BulkForm({
  verb,
  rows,
  team,
  snoozes,
  tags,
  template,
  run,
  undo,
  backHref,
}: {
  verb: ChangingVerb;
  /** Those that it applies to. */
  rows: readonly BulkRow[];
  team: BulkPage["team"];
  snoozes: readonly SnoozeChoice[];
  /** The tags that the program's reports hold. */
  tags: readonly string[];
  /** The text that was selected for a question; the rows show what it comes to. */
  template: string | null;
  run: FormAction<BulkResult>;
  undo: FormAction<BulkResult>;
  backHref: string;
}) {
  const { label, effect } = VERB_WORDS[verb];
  return (
    <ActionForm
      action={run}
      hidden={{ verb, ...(template === null ? {} : { template }) }}
      className="flex flex-col gap-5"
      done={(result) => <BulkOutcomes result={result} undo={undo} backHref={backHref} />}
    >
      {verb === "assign" ? (
        <SelectField
          name="assignee"
          label="Carried by"
          options={[
            { value: "", label: "Nobody" },
            ...team.map(({ handle, name, you, away }) => ({
              value: handle,
              label: withAway(you ? `${name} (you)` : name, away),
            })),
          ]}
        />
      ) : null}
      {verb === "snooze" ? (
        <SelectField name="snooze" label="For how long" options={[{ value: "", label: "Select one" }, ...snoozes]} />
      ) : null}
      {verb === "tag" ? (
        <>
          <TextField name="tags" label="Tags to add" hint={tagHint(tags)} autoComplete="off" />
          <TextField name="untag" label="Tags to take off" optional autoComplete="off" />
        </>
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
                <input type="hidden" name="row" value={sent(row)} />
                <span className="[overflow-wrap:anywhere]">{row.title}</span>{" "}
                <code className="block font-mono text-xs text-ink-soft">{row.reference}</code>
              </th>
              <td className="py-2 pe-4 max-sm:block max-sm:p-0">
                {verb === "assign" ? `Carried by ${row.assignee ?? "nobody"}` : row.stateLabel}
              </td>
              <td className="py-2 text-ink-soft max-sm:block max-sm:p-0">
                {row.written ? (
                  <details>
                    <summary className="cursor-pointer text-link">Its reporter reads this</summary>
                    <p className="mt-1 whitespace-pre-line text-ink [overflow-wrap:anywhere]">{row.written.text}</p>
                  </details>
                ) : (
                  effect
                )}
              </td>
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

/** What of a row the next press rests on: the version, and the text that was read. */
const sent = ({ reference, version, written }: BulkRow) =>
  [reference, version, ...(written ? [written.hash] : [])].join(" ");

function tagHint(tags: readonly string[]): string {
  const known = tags.length === 0 ? "" : `; in use: ${tags.slice(0, 12).join(", ")}`;
  return `Several with commas between them${known}`;
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
