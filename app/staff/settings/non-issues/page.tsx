import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { EntryList } from "@/components/non-issues/entry-list";
import { FormPanel } from "@/components/reports/form-panel";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { Notice } from "@/components/ui/notice";
import { can } from "@/lib/auth/policy";
import { nonIssueCatalogue } from "@/lib/non-issues/queries";
import { address, deskContext, orNotFound, type SearchParams, single } from "../../desk";
import { addEntry, retireEntry } from "./actions";

const PATH = "/staff/settings/non-issues";
const TITLE = "Non-issues";
const SAID: Record<string, string> = {
  added: "The entry can be cited from now on",
  retired: "The entry is out of use; what cited it goes on citing it",
};

type Props = { searchParams: SearchParams };

async function load(searchParams: SearchParams) {
  const program = single((await searchParams).program);
  const ctx = await deskContext(address(PATH, { program }));
  return { ctx, catalogue: await orNotFound(nonIssueCatalogue(ctx, program ? { programSlug: program } : {})) };
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await load(searchParams);
  // The page says its title after its forms, so that one of them that was refused says "Error: …" first.
  return { title: { absolute: "" } };
}

export default async function NonIssuesPage({ searchParams }: Props) {
  const { ctx, catalogue } = await load(searchParams);
  const { programSlug, entries, mayChange, zone } = catalogue;
  const said = SAID[single((await searchParams).said) ?? ""];
  const title = `${TITLE}, ${programSlug} – Safe Harbour`;
  const programs = [
    ...new Set(
      ctx.actor.memberships
        .filter((membership) => can(ctx.actor, "non_issues.read", membership))
        .map((membership) => membership.programSlug),
    ),
  ];
  const inUse = entries.filter(({ retiredAt }) => retiredAt === null);
  const retired = entries.filter(({ retiredAt }) => retiredAt !== null);
  return (
    <div className="flex max-w-page flex-col gap-8">
      {said ? <Notice kind="success" live="status" title={said} /> : null}
      <QueueHeading
        title={TITLE}
        lead={
          <>
            What this program has decided not to be a vulnerability. Whoever declines a report can cite an entry in
            place of a clause of the policy, and the reporter reads its words.
          </>
        }
      >
        <Tabs
          label="Programs"
          tabs={programs.map((slug) => ({
            href: address(PATH, { program: slug }),
            text: slug,
            current: slug === programSlug,
          }))}
        />
      </QueueHeading>
      <section aria-labelledby="in-use" className="flex flex-col gap-4">
        <h2 id="in-use" className="text-lg font-semibold">
          In use
        </h2>
        {inUse.length === 0 ? (
          <p>
            No entry yet. Decisions cite the policy, which is the stronger ground; an entry is for what it leaves open.
          </p>
        ) : (
          <EntryList
            entries={inUse}
            zone={zone}
            retireFor={mayChange ? (key) => retireEntry.bind(null, programSlug, key) : undefined}
          />
        )}
        {mayChange ? (
          <ActionForm
            key={entries.length}
            action={addEntry.bind(null, programSlug)}
            titleIfWrong={title}
            className="flex flex-col gap-3"
          >
            <FormPanel label="Add an entry">
              <TextField name="title" label="What is no vulnerability" autoComplete="off" />
              <TextAreaField
                name="body"
                label="Why, in words for the reporter"
                hint="An entry never changes once it is added, because decisions cite it. To correct one, take it out of use and add another."
                limit={2000}
                rows={4}
              />
              <div>
                <SubmitButton pendingText="Saving…">Add it for good</SubmitButton>
              </div>
            </FormPanel>
          </ActionForm>
        ) : (
          <p className="text-ink-soft">Coordinators and the policy owner of this program change the list.</p>
        )}
      </section>
      {retired.length > 0 ? (
        <section aria-labelledby="retired" className="flex flex-col gap-4">
          <h2 id="retired" className="text-lg font-semibold">
            Out of use
          </h2>
          <EntryList entries={retired} zone={zone} />
        </section>
      ) : null}
      <title>{title}</title>
    </div>
  );
}
