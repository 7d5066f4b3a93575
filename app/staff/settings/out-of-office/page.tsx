import type { Metadata } from "next";
import { AbsenceForm } from "@/components/duty/absence-form";
import { TeamAbsences } from "@/components/duty/team-absences";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { Notice } from "@/components/ui/notice";
import { readAbsences } from "@/lib/absences/queries";
import { can } from "@/lib/auth/policy";
import { answerTitle } from "@/lib/request/answer-title";
import { address, deskContext, orNotFound, type SearchParams, single } from "../../desk";
import { setAway, setBack } from "./actions";

const PATH = "/staff/settings/out-of-office";
const SAID: Record<string, string> = {
  away: "Noted: warnings go to whoever answers meanwhile",
  back: "Noted: nobody answers for them any more",
};

type Props = { searchParams: SearchParams };

async function load(searchParams: SearchParams) {
  const program = single((await searchParams).program);
  const ctx = await deskContext(address(PATH, { program }));
  return { ctx, page: await orNotFound(readAbsences(ctx, program)) };
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await load(searchParams);
  // The page says its title after its forms, so that one of them that was refused says "Error: …" first.
  return { title: { absolute: "" } };
}

/** Who of the team is away, and who answers for them. */
export default async function OutOfOfficePage({ searchParams }: Props) {
  const { ctx, page } = await load(searchParams);
  const { programSlug, team, zone } = page;
  const said = SAID[single((await searchParams).said) ?? ""];
  const title = `Out of office, ${programSlug} – Safe Harbour`;
  const mine = ctx.actor.memberships.filter((membership) => can(ctx.actor, "absence.read", membership));
  const slugs = [...new Set(mine.map((membership) => membership.programSlug))];
  return (
    <div className="flex max-w-page flex-col gap-8">
      {said ? <Notice kind="success" live="status" title={said} /> : null}
      <QueueHeading
        title="Out of office"
        lead={
          <>
            While somebody is away, warnings about the clocks of what they carry go to whoever covers for them, or to
            the team, and no rule gives them a new report. What they carry stays theirs. No clock waits for anybody.
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
      <section aria-labelledby="team" className="flex flex-col gap-3">
        <h2 id="team" className="text-lg font-semibold">
          The team
        </h2>
        <TeamAbsences team={team} backFor={(handle) => setBack.bind(null, programSlug, handle)} />
      </section>
      <section aria-labelledby="set" className="flex flex-col gap-3">
        <h2 id="set" className="text-lg font-semibold">
          Say when somebody is away
        </h2>
        <AbsenceForm
          key={JSON.stringify(team)}
          team={team}
          zone={zone}
          today={page.today}
          action={setAway.bind(null, programSlug)}
          title={title}
        />
      </section>
      <title>{await answerTitle(title)}</title>
    </div>
  );
}
