import type { Metadata } from "next";
import { CalendarForm } from "@/components/calendar/calendar-form";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { typedCalendar } from "@/lib/programs/calendar/form";
import { calendarSettings } from "@/lib/programs/calendar/queries";
import { address, deskContext, orNotFound, type SearchParams, single } from "../../../desk";
import { nextCalendar } from "../actions";

const PATH = "/staff/settings/calendar";

async function load(searchParams: SearchParams) {
  const program = single((await searchParams).program);
  const ctx = await deskContext(address(`${PATH}/new`, { program }));
  return orNotFound(calendarSettings(ctx, { ...(program ? { programSlug: program } : {}) }));
}

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return { title: `New calendar version, ${(await load(searchParams)).programName}` };
}

const EMPTY = {
  region: "",
  zone: "",
  workingDays: ["1", "2", "3", "4", "5"],
  cutOff: "",
  holidays: "",
  proposeRegion: "",
  icsText: "",
};

export default async function NewCalendarPage({ searchParams }: { searchParams: SearchParams }) {
  const { programSlug, programName, mayPublish, versions } = await load(searchParams);
  const newest = versions[0]?.calendar;
  const version = (newest?.version ?? 0) + 1;
  const back = address(PATH, { program: programSlug });
  if (!mayPublish) {
    return (
      <div className="flex max-w-form flex-col gap-4 text-base">
        <BackLink href={back}>Business calendar</BackLink>
        <PageHeading face="sans">New calendar version</PageHeading>
        <p>Only the policy owner or an administrator of this program can publish its calendar.</p>
      </div>
    );
  }
  const { regions } = await import("@/lib/sla/holidays/propose");
  return (
    <div className="flex max-w-page flex-col gap-6">
      <BackLink href={back}>Business calendar</BackLink>
      <PageHeading
        face="sans"
        lead={
          newest
            ? `It starts from version ${newest.version}, which stays as it is.`
            : "The first calendar of this program."
        }
      >
        Version {version} of the calendar of {programName}
      </PageHeading>
      <CalendarForm
        action={nextCalendar.bind(null, programSlug, version)}
        start={{ typed: newest ? typedCalendar(newest) : EMPTY, errors: {}, news: null, checked: null }}
        version={version}
        regions={regions()}
        zones={Intl.supportedValuesOf("timeZone")}
      />
    </div>
  );
}
