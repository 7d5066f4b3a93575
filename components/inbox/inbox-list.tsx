import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { FormPanel } from "@/components/reports/form-panel";
import { Tabs } from "@/components/triage/queue-heading";
import { cx } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import type { Box, InboxEntry, InboxPage, InboxSide } from "@/lib/notifications/inbox/types";
import { SNOOZE_WORDS } from "@/lib/reports/snoozing";
import { eventWords, NOTHING } from "./inbox-words";

type Action = FormAction<undefined>;
/** What can be done to an entry, each bound to its report. */
export type InboxActions = Record<"done" | "snooze" | "wake" | "putBack", (reference: string) => Action>;

const BOX_WORDS: Record<Box, string> = { todo: "To do", snoozed: "Put aside", done: "Done" };

/** One box of an inbox, and the way to the others. Each report is one entry, however much happened. */
export function InboxList({
  page,
  side,
  path,
  first,
  actions,
}: {
  page: InboxPage;
  side: InboxSide;
  path: string;
  first: boolean;
  actions: InboxActions;
}) {
  return (
    <div className="flex flex-col gap-4">
      <div className="border-b border-line pb-1">
        <Tabs
          label="Boxes"
          tabs={(["todo", "snoozed", "done"] as const).map((box) => ({
            href: `${path}?box=${box}`,
            text: BOX_WORDS[box],
            current: box === page.box,
          }))}
        />
      </div>
      {page.entries.length === 0 ? (
        <Nothing box={page.box} side={side} first={first} />
      ) : (
        <ul aria-label={BOX_WORDS[page.box]} className="flex flex-col">
          {page.entries.map((entry) => (
            <Entry key={entry.reference} entry={entry} side={side} box={page.box} now={page.now} actions={actions} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Entry({
  entry,
  side,
  box,
  now,
  actions,
}: {
  entry: InboxEntry;
  side: InboxSide;
  box: Box;
  now: string;
  actions: InboxActions;
}) {
  const { reference, zone, unread } = entry;
  const page = side === "staff" ? `/staff/reports/${reference}` : `/reports/${reference}`;
  const fragment = entry.anchor === null ? "" : `#${entry.anchor}`;
  return (
    <li
      data-row={reference}
      className={cx(
        "flex flex-wrap items-start gap-x-8 gap-y-2 border-b border-s-2 border-b-line py-3 ps-3 focus-within:bg-sunken",
        unread ? "border-s-accent" : "border-s-transparent",
      )}
    >
      <div className="flex min-w-0 flex-1 basis-72 flex-col gap-0.5">
        <h2 className={cx("text-base [overflow-wrap:anywhere]", unread ? "font-semibold" : "font-normal")}>
          <TextLink href={`${page}${fragment}`}>{entry.title}</TextLink>
          {unread ? <span className="text-sm font-normal text-accent"> · new</span> : null}
        </h2>
        <p>{entry.events.map(eventWords).join(" · ")}</p>
        <p className="text-sm text-ink-soft">
          <code className="font-mono whitespace-nowrap">{reference}</code> · {entry.programName} ·{" "}
          <When at={entry.latestAt} zone={zone} now={now} />
          {entry.snoozedUntil ? (
            <>
              {" "}
              · comes back <When at={entry.snoozedUntil} zone={zone} now={now} />
            </>
          ) : null}
          {entry.doneAt ? (
            <>
              {" "}
              · done <When at={entry.doneAt} zone={zone} now={now} />
            </>
          ) : null}
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        {box === "done" ? (
          <OneButton action={actions.putBack(reference)} words="Back to do" of={reference} />
        ) : (
          <>
            <OneButton action={actions.done(reference)} words="Done" of={reference} keyName="e" />
            {box === "snoozed" ? (
              <OneButton action={actions.wake(reference)} words="Take it back" of={reference} />
            ) : null}
            <Snooze action={actions.snooze(reference)} of={reference} />
          </>
        )}
      </div>
    </li>
  );
}

function OneButton({ action, words, of, keyName }: { action: Action; words: string; of: string; keyName?: string }) {
  return (
    <div data-key={keyName}>
      <ActionForm action={action} className="inline-flex flex-col">
        <SubmitButton variant="secondary" size="compact">
          {words}
          <span className="sr-only">: {of}</span>
        </SubmitButton>
      </ActionForm>
    </div>
  );
}

function Snooze({ action, of }: { action: Action; of: string }) {
  return (
    <div data-key="h">
      <ActionForm action={action} className="flex flex-col gap-3">
        <FormPanel label="Put aside">
          <div className="flex flex-wrap gap-2">
            {(["morning", "week"] as const).map((each) => (
              <SubmitButton
                key={each}
                size="compact"
                variant="secondary"
                name={fieldName(of, "snooze")}
                value={each}
                formNoValidate
              >
                {SNOOZE_WORDS[each]}
              </SubmitButton>
            ))}
          </div>
          <div className="flex flex-wrap items-end gap-3">
            <TextField name={fieldName(of, "day")} label="Or until the morning of" type="date" />
            <SubmitButton size="compact" variant="secondary" name={fieldName(of, "snooze")} value="day">
              Put aside until then
            </SubmitButton>
          </div>
        </FormPanel>
      </ActionForm>
    </div>
  );
}

function Nothing({ box, side, first }: { box: Box; side: InboxSide; first: boolean }) {
  if (!first) return <EmptyState title="That was all of it" />;
  if (box === "snoozed") {
    return (
      <EmptyState title="Nothing is put aside">
        <p>What you put aside comes back by itself, in the morning that you choose, or when something happens.</p>
      </EmptyState>
    );
  }
  if (box === "done") return <EmptyState title="Nothing is done yet" />;
  return (
    <EmptyState title={NOTHING[side].title}>
      <p>{NOTHING[side].text}</p>
    </EmptyState>
  );
}
