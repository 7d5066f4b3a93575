import type { Metadata } from "next";
import { CalendarFacts } from "@/components/calendar/calendar-facts";
import { CalendarVersions } from "@/components/calendar/calendar-versions";
import { DueTable } from "@/components/calendar/due-table";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Notice } from "@/components/ui/notice";
import { TextInput } from "@/components/ui/text-input";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { dueIfReceived } from "@/lib/policy/due-preview";
import { calendarPrograms, calendarSettings } from "@/lib/programs/calendar/queries";
import type { CalendarSettings } from "@/lib/programs/calendar/types";
import { instantOfLocal, localOfInstant } from "@/lib/sla/local-day";
import { address, deskContext, orNotFound, type SearchParams, single } from "../../desk";

const PATH = "/staff/settings/calendar";
const TITLE = "Business calendar";

async function load(searchParams: SearchParams) {
  const asked = await searchParams;
  const program = single(asked.program);
  const ctx = await deskContext(address(PATH, { program }));
  const settings = await orNotFound(calendarSettings(ctx, { ...(program ? { programSlug: program } : {}) }));
  return { asked, ctx, settings };
}

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { settings, asked } = await load(searchParams);
  const error = instantAsked(settings, single(asked.at)).error ? "Error: " : "";
  return { title: `${error}${TITLE}, ${settings.programName}` };
}

export default async function CalendarPage({ searchParams }: { searchParams: SearchParams }) {
  const { asked, ctx, settings } = await load(searchParams);
  const { programSlug, versions, inForce } = settings;
  const newest = versions[0];
  const waiting = newest && inForce && newest.calendar.version > inForce.calendar.version ? newest.calendar : null;
  const published = single(asked.published);
  const programs = await calendarPrograms(ctx);
  return (
    <div className="flex max-w-page flex-col gap-8">
      <QueueHeading title={TITLE}>
        <Tabs
          label="Programs"
          tabs={programs.map((slug) => ({
            href: address(PATH, { program: slug }),
            text: slug,
            current: slug === programSlug,
          }))}
        />
      </QueueHeading>
      {published && newest && String(newest.calendar.version) === published ? (
        <Notice kind="success" live="status" title={`Version ${published} of the calendar is published`} />
      ) : null}
      {waiting && inForce ? (
        <Notice kind="info" title={`Version ${waiting.version} waits for the next policy version`}>
          <p>
            New reports count by calendar version {inForce.calendar.version}, which policy version{" "}
            {inForce.document.version} names. The next draft of the policy takes up version {waiting.version}; it holds
            for new reports from the day that policy is published. Dates that were given stay.{" "}
            <TextLink href={address("/staff/policies", { program: programSlug })}>Go to the policy</TextLink>
          </p>
        </Notice>
      ) : null}
      <section aria-labelledby="in-force" className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 id="in-force" className="text-lg font-semibold">
            {inForce
              ? `In force: version ${inForce.calendar.version}, with policy ${inForce.document.version}`
              : "No policy is in force yet"}
          </h2>
          {settings.mayPublish ? (
            <ButtonLink href={address(`${PATH}/new`, { program: programSlug })} size="compact">
              Make a new version
            </ButtonLink>
          ) : null}
        </div>
        {settings.mayPublish ? null : (
          <p className="text-ink-soft">
            You can read it; the policy owner and administrators of this program change it.
          </p>
        )}
        {inForce ? <CalendarFacts calendar={inForce.calendar} /> : null}
      </section>
      {inForce ? <Preview settings={settings} inForce={inForce} asked={single(asked.at)} waiting={waiting} /> : null}
      <section aria-labelledby="versions" className="flex flex-col gap-3">
        <h2 id="versions" className="text-lg font-semibold">
          Versions
        </h2>
        <CalendarVersions versions={versions} inForce={inForce?.calendar.version ?? null} />
      </section>
    </div>
  );
}

/** The instant of the form, in the zone of the calendar in force; now when nothing was asked. */
function instantAsked({ inForce, now }: CalendarSettings, at: string | undefined): { at: Date; error: string | null } {
  if (at === undefined || !inForce) return { at: new Date(now), error: null };
  const instant = instantOfLocal(at, inForce.calendar.zone);
  return instant
    ? { at: instant, error: null }
    : { at: new Date(now), error: "Enter a date and a time, such as 2026-12-24T16:30" };
}

function Preview({
  settings,
  inForce,
  asked,
  waiting,
}: {
  settings: CalendarSettings;
  inForce: NonNullable<CalendarSettings["inForce"]>;
  asked: string | undefined;
  waiting: NonNullable<CalendarSettings["inForce"]>["calendar"] | null;
}) {
  const { zone } = inForce.calendar;
  const { at, error } = instantAsked(settings, asked);
  const isNow = asked === undefined || error !== null;
  const calendars = waiting ? [inForce.calendar, waiting] : [inForce.calendar];
  return (
    <section aria-labelledby="preview" className="flex flex-col gap-4">
      <h2 id="preview" className="text-lg font-semibold">
        A report sent {isNow ? "now" : "then"} would be due
      </h2>
      {error ? <ErrorSummary errors={[{ name: "at", message: error }]} /> : null}
      <form action={PATH} className="flex flex-wrap items-end gap-3" noValidate data-print="no">
        <input type="hidden" name="program" value={settings.programSlug} />
        <TextInput
          name="at"
          type="datetime-local"
          label={`Another time, in ${zone}`}
          error={error ?? undefined}
          defaultValue={asked ?? localOfInstant(at, zone)}
          width="medium"
        />
        <Button type="submit" variant="secondary">
          Show
        </Button>
        {isNow ? null : <TextLink href={address(PATH, { program: settings.programSlug })}>Back to now</TextLink>}
      </form>
      {calendars.map((calendar) => (
        <div key={calendar.version} className="flex flex-col gap-2">
          <p className="text-ink-soft">
            Sent <When at={at} zone={calendar.zone} />, counted by version {calendar.version}
            {calendar.version === inForce.calendar.version ? "" : " once a policy names it"}
          </p>
          <DueTable
            caption={`Due dates by version ${calendar.version}`}
            previews={dueIfReceived(inForce.document, calendar, at)}
            zone={calendar.zone}
          />
        </div>
      ))}
    </section>
  );
}
