import type { Metadata } from "next";
import { NewRuleForm, OtherwiseForm, RuleList } from "@/components/duty/assignment-rules";
import { AssignmentTrial } from "@/components/duty/assignment-trial";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { assignmentSettings } from "@/lib/assignment/queries";
import { trialSchema } from "@/lib/assignment/schema";
import { OTHERWISE_WORDS } from "@/lib/assignment/words";
import { can } from "@/lib/auth/policy";
import { answerTitle } from "@/lib/request/answer-title";
import { address, deskContext, orNotFound, type SearchParams, single } from "../../desk";
import { add, arrange, otherwise } from "./actions";

const PATH = "/staff/settings/assignment";
const SAID: Record<string, string> = {
  added: "The rule holds for what is received from now on",
  arranged: "The rules hold in this order from now on",
  otherwise: "Saved for what is received from now on",
};

type Props = { searchParams: SearchParams };

async function load(searchParams: SearchParams) {
  const asked = await searchParams;
  const program = single(asked.program);
  const ctx = await deskContext(address(PATH, { program }));
  const trial = trialSchema.parse({
    product: single(asked.about),
    situation: single(asked.tells),
    rated: single(asked.rating),
  });
  const facts =
    single(asked.try) === undefined
      ? null
      : {
          product: trial.product || null,
          situations: trial.situation === "" ? [] : [trial.situation],
          rated: trial.rated || null,
        };
  return { ctx, asked: trial, settings: await orNotFound(assignmentSettings(ctx, program, facts)) };
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await load(searchParams);
  // The page says its title after its forms, so that one of them that was refused says "Error: …" first.
  return { title: { absolute: "" } };
}

/** To whom reports are given when they are received: the rules in their order, and a trial of them. */
export default async function AssignmentPage({ searchParams }: Props) {
  const { ctx, asked, settings } = await load(searchParams);
  const { programSlug, rules, rev, mayChange } = settings;
  const said = SAID[single((await searchParams).said) ?? ""];
  const title = `Assignment, ${programSlug} – Safe Harbour`;
  const mine = ctx.actor.memberships.filter((membership) => can(ctx.actor, "assignment.read", membership));
  const slugs = [...new Set(mine.map((membership) => membership.programSlug))];
  return (
    <div className="flex max-w-page flex-col gap-8">
      {said ? <Notice kind="success" live="status" title={said} /> : null}
      <QueueHeading
        title="Assignment"
        lead={
          <>
            To whom a report is given when it is received. The first rule that is for it and leads to somebody who is in
            and may read it decides; its history names the rule. What was received before stays with whom it is.{" "}
            <TextLink href={address("/staff/settings/out-of-office", { program: programSlug })}>Who is away</TextLink>
          </>
        }
      >
        <Tabs
          label="Programs"
          tabs={slugs.map((slug) => ({
            href: address(PATH, { program: slug }),
            text: slug,
            current: slug === programSlug,
          }))}
        />
      </QueueHeading>
      <section aria-labelledby="rules" className="flex flex-col gap-4">
        <h2 id="rules" className="text-lg font-semibold">
          Rules, the first first
        </h2>
        <RuleList
          rules={rules}
          otherwise={OTHERWISE_WORDS[settings.otherwise]}
          rev={rev}
          arrange={mayChange ? arrange.bind(null, programSlug) : undefined}
        />
        {mayChange ? (
          <>
            <NewRuleForm key={`rule ${rev}`} settings={settings} action={add.bind(null, programSlug)} title={title} />
            <OtherwiseForm
              key={`otherwise ${rev}`}
              settings={settings}
              action={otherwise.bind(null, programSlug)}
              title={title}
            />
          </>
        ) : (
          <p className="text-ink-soft">Coordinators and administrators of this program change the rules.</p>
        )}
      </section>
      <section aria-labelledby="trial" className="flex flex-col gap-4">
        <h2 id="trial" className="text-lg font-semibold">
          Try them
        </h2>
        <AssignmentTrial action={PATH} settings={settings} asked={asked} />
      </section>
      <title>{await answerTitle(title)}</title>
    </div>
  );
}
