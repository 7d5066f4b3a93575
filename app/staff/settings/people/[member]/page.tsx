import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxesField, CheckboxField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { ROLE_WORDS } from "@/lib/people/roles";
import type { FormerMember, Team, TeamMember } from "@/lib/people/types";
import { address as pageAddress, type SearchParams } from "../../../desk";
import { keepPersonsRoles, unblockPerson } from "../actions";
import { PATH, readPeople } from "../load";

type Props = { params: Promise<{ member: string }>; searchParams: SearchParams };
type Found = { team: Team; member: TeamMember | undefined; former: FormerMember | undefined };

async function find({ params, searchParams }: Props): Promise<Found> {
  const { member: handle } = await params;
  const { team } = await readPeople(searchParams);
  const member = team.members.find((one) => one.handle === handle);
  const former = team.former.find((one) => one.handle === handle && one.mayUnblock);
  if (!member && !former) notFound();
  return { team, member, former };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { member, former } = await find(props);
  return { title: member?.name ?? former?.name ?? "" };
}

/** What one person does for a program, and the ends of it. */
export default async function MemberPage(props: Props) {
  const { team, member, former } = await find(props);
  return (
    <div className="flex max-w-measure flex-col gap-6">
      <div className="flex flex-col gap-2">
        <BackLink href={pageAddress(PATH, { program: team.programSlug })}>People</BackLink>
        <PageHeading face="sans" lead={member?.email ?? "Worked here before; the account is kept from signing in"}>
          {member?.name ?? former?.name ?? ""}
        </PageHeading>
      </div>
      {member ? <Roles member={member} team={team} /> : null}
      {former ? (
        <ActionForm
          action={unblockPerson.bind(null, team.programSlug, former.handle)}
          className="flex max-w-form flex-col gap-6"
        >
          <StepUpFields means={team.stepUp} />
          <div>
            <SubmitButton pendingText="Changing…">Let them sign in again, without a role</SubmitButton>
          </div>
        </ActionForm>
      ) : null}
    </div>
  );
}

function Roles({ member, team }: { member: TeamMember; team: Team }) {
  const held = member.roles.map(({ role }) => role);
  return (
    <ActionForm
      action={keepPersonsRoles.bind(null, team.programSlug, member.handle)}
      hidden={{ shown: held.join(" ") }}
      className="flex max-w-form flex-col gap-6"
    >
      <CheckboxesField
        name="keep[]"
        label={`What ${member.isYou ? "you do" : "they do"} for ${team.programName}`}
        hint="Untick what ends. It ends at once, in every open tab; open reports that they can no longer read are nobody’s again. A further role is given by an invitation."
        defaultValue={held}
        options={held.map((role) => ({ value: role, label: ROLE_WORDS[role].label, hint: ROLE_WORDS[role].does }))}
      />
      {member.mayBlock ? (
        <CheckboxField
          name="block"
          label="Also keep the account from signing in at all"
          hint="For somebody who left the organisation, with every role unticked; it can be undone"
        />
      ) : null}
      <StepUpFields means={team.stepUp} />
      <div>
        <SubmitButton variant="danger" pendingText="Ending…">
          End what is unticked
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
