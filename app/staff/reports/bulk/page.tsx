import type { Metadata } from "next";
import { ExportForm, TextChoice } from "@/components/triage/bulk-choices";
import { BulkForm } from "@/components/triage/bulk-form";
import { VERB_WORDS, VERBS } from "@/components/triage/bulk-words";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { BackLink } from "@/components/ui/back-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { SNOOZE_WORDS, SNOOZES } from "@/lib/reports/snoozing";
import { bulkSelection } from "@/lib/triage/bulk/queries";
import type { BulkRow } from "@/lib/triage/bulk/types";
import { BULK_MAX, type BulkVerb, selectionSchema } from "@/lib/triage/bulk/verbs";
import { address, deskContext, listTitle, orNotFound, type SearchParams, single } from "../../desk";
import { run, takeBack, takeOut } from "./actions";

const PATH = "/staff/reports/bulk";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Several reports", PATH, searchParams);
}

/** What would become of each report of a selection; nothing happens before the last press. */
export default async function BulkActionPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const program = single(asked.program);
  const chosen = selectionSchema.safeParse(asked.ref);
  const references = chosen.success ? chosen.data : [];
  const ctx = await deskContext(address(PATH, { program }));
  const template = single(asked.template);
  const page = await orNotFound(bulkSelection(ctx, program, references, template));
  const text = page.templates.find(({ id }) => id === template)?.id ?? null;
  const verb = VERBS.find((each) => each === single(asked.do)) ?? "assign";
  const back = address("/staff/reports", { program: page.programSlug });
  const hrefOf = (other: BulkVerb, rows: readonly BulkRow[] = page.rows) => {
    const parameters = new URLSearchParams({ program: page.programSlug, do: other });
    if (other === verb && text !== null) parameters.set("template", text);
    for (const { reference } of rows) parameters.append("ref", reference);
    return `${PATH}?${parameters}`;
  };
  const fit = page.rows.filter(({ obstacles }) => obstacles[verb] === null);
  const unfit = page.rows.filter(({ obstacles }) => obstacles[verb] !== null);
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <BackLink href={back}>Reports</BackLink>
      <QueueHeading title={`${VERB_WORDS[verb].label} · several reports`} total={page.rows.length}>
        <Tabs
          label="What to do"
          tabs={VERBS.map((each) => ({
            href: hrefOf(each),
            text: VERB_WORDS[each].label,
            current: each === verb,
          }))}
        />
      </QueueHeading>
      {page.missing > 0 ? (
        <Notice kind="warning" title={`${page.missing} of the selection cannot be found here`}>
          What is no report of this program that you read was left out.
        </Notice>
      ) : null}
      {page.rows.length === 0 ? (
        <EmptyState title="No report is selected." action={<TextLink href={back}>Back to the list</TextLink>}>
          Tick up to {BULK_MAX} reports of a list, and choose what to do with them.
        </EmptyState>
      ) : unfit.length > 0 ? (
        <Unfit verb={verb} unfit={unfit} onward={fit.length > 0 ? hrefOf(verb, fit) : null} many={fit.length} />
      ) : verb === "export" ? (
        <ExportForm
          rows={fit}
          stepUp={page.stepUp}
          action={takeOut.bind(null, page.programSlug, references)}
          backHref={back}
        />
      ) : verb === "ask_for_information" && text === null ? (
        <TextChoice action={PATH} page={page} verb={verb} />
      ) : (
        <BulkForm
          key={`${verb} ${template} ${references.join()}`}
          verb={verb}
          rows={fit}
          team={page.team}
          tags={page.tags}
          template={verb === "ask_for_information" ? text : null}
          snoozes={SNOOZES.map((value) => ({ value, label: SNOOZE_WORDS[value] }))}
          run={run}
          undo={takeBack}
          backHref={back}
        />
      )}
    </div>
  );
}

/** A verb is offered for all of a selection or not at all: whose report stands against it, and why. */
function Unfit({
  verb,
  unfit,
  onward,
  many,
}: {
  verb: BulkVerb;
  unfit: readonly BulkRow[];
  onward: string | null;
  many: number;
}) {
  return (
    <>
      <Notice kind="warning" title={`“${VERB_WORDS[verb].label}” does not apply to all of these`}>
        {onward
          ? "Leave out those below, or do something else with all of them."
          : "It applies to none of them; do something else with them, or select others."}
      </Notice>
      <ul aria-label="What it does not apply to" className="flex flex-col">
        {unfit.map(({ reference, title, obstacles }) => (
          <li key={reference} className="border-b border-line py-2">
            <TextLink href={`/staff/reports/${reference}`}>{title}</TextLink>{" "}
            <code className="font-mono text-xs whitespace-nowrap text-ink-soft">{reference}</code>
            <p className="text-ink-soft">{obstacles[verb]}</p>
          </li>
        ))}
      </ul>
      {onward ? <TextLink href={onward}>Go on with the other {many === 1 ? "one" : many}</TextLink> : null}
    </>
  );
}
