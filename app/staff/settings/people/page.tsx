import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { RadioField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { ROLE_WORDS, STAFF_ROLES } from "@/lib/people/roles";
import type { Team, TeamMember } from "@/lib/people/types";
import { address as pageAddress, type SearchParams, single } from "../../desk";
import { invitePerson, withdraw } from "./actions";
import { memberPath, PATH, readPeople } from "./load";

const TITLE = "People";
const SAID: Record<string, string> = {
  invited: "The invitation is on its way; it is good for three days",
  changed: "The roles are ended, from their next click on",
  unblocked: "The account may sign in again, without a role",
  withdrawn: "The invitation is worthless now",
};

type Props = { searchParams: SearchParams };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await readPeople(searchParams);
  return { title: TITLE };
}

/** Who works for a program, and as what: invited, ended and kept out by its administrators. */
export default async function PeoplePage({ searchParams }: Props) {
  const { team, others } = await readPeople(searchParams);
  const said = SAID[single((await searchParams).said) ?? ""];
  return (
    <div className="flex max-w-measure flex-col gap-8">
      {said ? <Notice kind="success" title={said} live="status" /> : null}
      <PageHeading
        face="sans"
        lead={`${team.programName}: who works here, and as what. Running the portal does not let an administrator read reports.`}
      >
        {TITLE}
      </PageHeading>
      <section aria-labelledby="team" className="flex flex-col gap-2">
        <h2 id="team" className="text-lg font-semibold">
          The team
        </h2>
        <ul className="border-t border-line">
          {team.members.map((member) => (
            <Member key={member.handle} member={member} team={team} />
          ))}
        </ul>
      </section>
      {team.invitations.length > 0 ? <Invitations team={team} /> : null}
      <section aria-labelledby="invite" className="flex flex-col gap-4">
        <h2 id="invite" className="text-lg font-semibold">
          Invite somebody
        </h2>
        <ActionForm action={invitePerson.bind(null, team.programSlug)} className="flex max-w-form flex-col gap-6">
          <TextField
            name="email"
            label="E-mail address"
            type="email"
            hint="Somebody who works here already is invited to a further role the same way"
            autoComplete="off"
            spellCheck={false}
          />
          <RadioField
            name="role"
            label="Role"
            options={STAFF_ROLES.map((role) => ({
              value: role,
              label: ROLE_WORDS[role].label,
              hint: ROLE_WORDS[role].does,
            }))}
          />
          <StepUpFields means={team.stepUp} />
          <div>
            <SubmitButton pendingText="Inviting…">Send the invitation</SubmitButton>
          </div>
        </ActionForm>
      </section>
      {team.former.length > 0 ? <Former team={team} /> : null}
      {others.length > 0 ? (
        <p className="flex flex-wrap gap-x-3">
          Other programs:
          {others.map((slug) => (
            <TextLink key={slug} href={pageAddress(PATH, { program: slug })}>
              {slug}
            </TextLink>
          ))}
        </p>
      ) : null}
    </div>
  );
}

function Member({ member, team }: { member: TeamMember; team: Team }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line py-3">
      <div className="flex min-w-0 flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <TextLink href={memberPath(team.programSlug, member.handle)} className="font-semibold">
            {member.name}
          </TextLink>
          {member.isYou ? <span>(you)</span> : null}
          <span className="text-ink-soft [overflow-wrap:anywhere]">{member.email}</span>
        </p>
        {member.hasSecondFactor ? null : <p className="text-sm text-ink-soft">No authenticator set up yet</p>}
      </div>
      <p className="flex flex-wrap gap-2">
        {member.roles.map(({ role }) => (
          <Tag key={role}>{ROLE_WORDS[role].label}</Tag>
        ))}
      </p>
    </li>
  );
}

function Invitations({ team }: { team: Team }) {
  return (
    <section aria-labelledby="invited" className="flex flex-col gap-2">
      <h2 id="invited" className="text-lg font-semibold">
        Invited, not yet here
      </h2>
      <ul className="border-t border-line">
        {team.invitations.map(({ handle, email, role, expires }) => (
          <li
            key={handle}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line py-3"
          >
            <span className="min-w-0">
              <span className="[overflow-wrap:anywhere]">{email}</span>{" "}
              <span className="text-ink-soft">
                as {ROLE_WORDS[role].label.toLowerCase()}, good until <When at={expires} zone={team.zone} />
              </span>
            </span>
            <ActionForm action={withdraw.bind(null, team.programSlug, handle)}>
              <SubmitButton variant="quiet" size="compact" pendingText="Withdrawing…">
                Withdraw
              </SubmitButton>
            </ActionForm>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Former({ team }: { team: Team }) {
  return (
    <section aria-labelledby="former" className="flex flex-col gap-2">
      <h2 id="former" className="text-lg font-semibold">
        Worked here before
      </h2>
      <ul className="border-t border-line">
        {team.former.map(({ handle, name, left, blocked, mayUnblock }) => (
          <li key={handle} className="flex flex-col gap-2 border-b border-line py-3">
            <p>
              {name}{" "}
              <span className="text-ink-soft">
                until <When at={left} zone={team.zone} style="date" />
                {blocked ? "; the account is kept from signing in" : ""}
              </span>
            </p>
            {mayUnblock ? (
              <TextLink href={memberPath(team.programSlug, handle)}>Let them sign in again</TextLink>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
