import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { fieldId } from "@/components/ui/field-ids";
import { Notice } from "@/components/ui/notice";
import { Tag } from "@/components/ui/tag";
import {
  confidenceWords,
  type Proposal,
  type ProposedClause,
  type ProposedValue,
  takenAtFirst,
} from "@/lib/policy/import/proposal";
import type { ImportState } from "./import-desk";

const TAKE = "take[]";

/** Every value that was read, with its line and how sure it is, to be taken or left; then the draft is opened. */
export function ProposalForm({
  state,
  proposal,
  dispatch,
}: {
  state: ImportState;
  proposal: Proposal;
  dispatch: (form: FormData) => void;
}) {
  const taken = new Set(state.taken ?? takenAtFirst(proposal));
  return (
    <form action={dispatch} noValidate className="flex max-w-measure flex-col gap-8">
      <input type="hidden" name="text" value={state.text} />
      <input type="hidden" name="program" value={state.program} />
      <input type="hidden" name="format" value={state.format} />
      <p>
        Untick what is not meant. Nothing here is made up: what the source does not say stays open, and everything can
        be changed in the editor.
      </p>
      {proposal.missing.length > 0 ? (
        <Notice kind="warning" title="Not said by the source">
          <ul className="list-disc ps-5">
            {proposal.missing.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {proposal.facts.length > 0 ? (
        <fieldset className="min-w-0">
          <legend className="mb-2 text-base font-semibold">About the document</legend>
          <ul className="flex flex-col gap-2">
            {proposal.facts.map((value) => (
              <Value key={value.id} value={value} taken={taken} />
            ))}
          </ul>
        </fieldset>
      ) : null}
      <section aria-labelledby="proposed-clauses" className="flex flex-col gap-4">
        <h3 id="proposed-clauses" className="text-base font-semibold">
          {proposal.clauses.length === 0 ? "No clause was recognised" : `Clauses: ${proposal.clauses.length}`}
        </h3>
        {proposal.clauses.map((clause) => (
          <ClauseChoice key={clause.id} clause={clause} taken={taken} />
        ))}
      </section>
      {proposal.unplaced.length > 0 ? (
        <fieldset className="min-w-0">
          <legend className="text-base font-semibold">Could not be placed</legend>
          <p className="mb-2 text-ink-soft">What you tick becomes a clause of its own at the end.</p>
          <ul className="flex flex-col gap-2">
            {proposal.unplaced.map(({ id, line, text, why }) => (
              <Value
                key={id}
                value={{ id, what: text, line, sourceText: null, confidence: null }}
                taken={taken}
                note={why}
              />
            ))}
          </ul>
        </fieldset>
      ) : null}
      {proposal.remarks.length > 0 ? (
        <section aria-labelledby="remarks">
          <h3 id="remarks" className="mb-2 text-base font-semibold">
            Noticed
          </h3>
          <ul className="flex flex-col gap-2">
            {proposal.remarks.map((value) => (
              <Value key={`${value.line} ${value.what}`} value={value} taken={taken} />
            ))}
          </ul>
        </section>
      ) : null}
      {proposal.debris.length > 0 ? (
        <section aria-labelledby="left-out">
          <h3 id="left-out" className="mb-2 text-base font-semibold">
            Left out
          </h3>
          <ul className="flex flex-col gap-1 text-ink-soft">
            {proposal.debris.map(({ fromLine, toLine, why }) => (
              <li key={`${fromLine} ${why}`}>
                {fromLine === toLine ? `Line ${fromLine}` : `Lines ${fromLine} to ${toLine}`}: {why}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <div>
        <Button type="submit" name="intent" value="open">
          Open it as a draft
        </Button>
      </div>
    </form>
  );
}

function ClauseChoice({ clause, taken }: { clause: ProposedClause; taken: ReadonlySet<string> }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <legend className="sr-only">
        Clause {clause.key} {clause.heading ?? ""}
      </legend>
      <Tick id={clause.id} taken={taken}>
        <span className="font-semibold">
          {clause.key} {clause.heading ?? "without a heading"}
        </span>{" "}
        <Tag>{clause.kind}</Tag>
      </Tick>
      {clause.words ? <p className="text-ink-soft">{clause.words}</p> : null}
      {clause.values.length > 0 ? (
        <ul className="flex flex-col gap-2 border-s-2 border-line ps-3">
          {clause.values.map((value) => (
            <Value key={value.id ?? `${value.line} ${value.what}`} value={value} taken={taken} />
          ))}
        </ul>
      ) : null}
    </fieldset>
  );
}

function Value({ value, taken, note }: { value: ProposedValue; taken: ReadonlySet<string>; note?: string }) {
  const { id, what, line, sourceText, confidence } = value;
  const about = [line === null ? null : `line ${line}`, confidence && confidenceWords(confidence), note ?? null].filter(
    (part) => part !== null,
  );
  return (
    <li className="min-w-0">
      {id === null ? (
        <p className="break-words first-letter:uppercase">{what}</p>
      ) : (
        <Tick id={id} taken={taken}>
          {what}
        </Tick>
      )}
      <p className={id === null ? "text-sm text-ink-soft" : "ps-8 text-sm text-ink-soft"}>
        {about.join(", ")}
        {sourceText && sourceText !== what ? <q className="ms-2 break-words italic">{sourceText}</q> : null}
      </p>
    </li>
  );
}

function Tick({ id, taken, children }: { id: string; taken: ReadonlySet<string>; children: ReactNode }) {
  return (
    <label className="flex min-h-8 min-w-0 items-start gap-3 pointer-coarse:min-h-11">
      <input
        id={fieldId(id)}
        type="checkbox"
        name={TAKE}
        value={id}
        defaultChecked={taken.has(id)}
        className="size-6 shrink-0"
      />
      <span className="min-w-0 break-words">{children}</span>
    </label>
  );
}
