"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { address } from "@/app/staff/desk";
import { promiseName } from "@/components/calendar/due-table";
import type { CalendarFormState } from "@/components/calendar/form-state";
import { forbidden } from "@/lib/errors";
import { dueIfReceived } from "@/lib/policy/due-preview";
import { type CalendarErrors, type CalendarTyped, readCalendar, withHolidays } from "@/lib/programs/calendar/form";
import { calendarSettings } from "@/lib/programs/calendar/queries";
import type { CalendarSettings } from "@/lib/programs/calendar/types";
import { calendarProblem, publishCalendar } from "@/lib/programs/mutations";
import { runAction } from "@/lib/request/action";
import type { Context } from "@/lib/request/transaction";
import { calendarChanges } from "@/lib/sla/holidays/changes";
import { CALENDAR_FILE_MAX, CalendarFileError, holidaysInFile } from "@/lib/sla/holidays/icalendar";
import type { LeftOut } from "@/lib/sla/holidays/list";
import type { Calendar } from "@/lib/sla/types";
import { dueWords } from "@/lib/sla/wording";

const text = z.string().max(300_000).default("");
const formSchema = z.object({
  do: z.enum(["propose", "import", "check", "publish"]).default("check"),
  region: text,
  zone: text,
  workingDays: z.preprocess((value) => [value ?? []].flat(), z.array(z.string().max(2)).max(7)),
  cutOff: text,
  holidays: text,
  proposeRegion: z.string().max(12).default(""),
  icsText: text,
});

/** Years that a proposal and a file are read for, counted from this one. */
const YEARS_AHEAD = 4;

/** One press of a button on the calendar's form. What it was bound with comes back from the browser and is checked again. */
export async function nextCalendar(
  programSlug: string,
  version: number,
  state: CalendarFormState,
  form: FormData,
): Promise<CalendarFormState> {
  const slug = z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .parse(programSlug);
  const number = z.int().positive().parse(version);
  const file = form.get("icsFile");
  const chosen = file instanceof File && file.size > 0 ? file : null;
  let published = false;
  const result = await runAction("nextCalendar", formSchema, form, async (ctx, { do: what, ...typed }) => {
    const settings = await calendarSettings(ctx, { programSlug: slug });
    if (!settings.mayPublish)
      throw forbidden("Only the policy owner or an administrator of this program can publish its calendar.");
    if (what === "propose") return propose(settings, typed);
    if (what === "import") return importFile(settings, typed, chosen);
    const read = readCalendar(typed, number);
    if (!read.calendar) return answer(typed, { errors: read.errors });
    const problem = calendarProblem(read.calendar);
    if (problem) return answer(typed, { errors: { form: problem } });
    if (what === "check") return check(settings, typed, read.calendar);
    published = await publish(ctx, slug, read.calendar);
    return answer(typed, {});
  });
  if (!result.ok) {
    const errors: CalendarErrors = {
      form:
        result.code === "INVALID" && result.message === "There is a problem"
          ? "Something in the form was too long to read."
          : result.message,
    };
    return { ...answer(typedOf(form, state.typed), {}), errors };
  }
  if (!published) return result.data;
  revalidatePath("/staff/settings/calendar");
  redirect(address("/staff/settings/calendar", { program: slug, published: String(number) }) as "/");
}

async function publish(ctx: Context, programSlug: string, calendar: Calendar): Promise<boolean> {
  await publishCalendar(ctx, { programSlug, calendar });
  return true;
}

function answer(typed: CalendarTyped, rest: Partial<CalendarFormState>): CalendarFormState {
  return { typed, errors: {}, news: null, checked: null, ...rest };
}

/** What was typed, where the form could not be read as a whole. */
function typedOf(form: FormData, before: CalendarTyped): CalendarTyped {
  const one = (name: keyof CalendarTyped) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  return {
    ...before,
    region: one("region"),
    zone: one("zone"),
    workingDays: form.getAll("workingDays").filter((value) => typeof value === "string"),
    cutOff: one("cutOff"),
    holidays: one("holidays"),
    proposeRegion: one("proposeRegion"),
    icsText: one("icsText"),
  };
}

const thisYear = ({ now }: CalendarSettings) => new Date(now).getUTCFullYear();

async function propose(settings: CalendarSettings, typed: CalendarTyped): Promise<CalendarFormState> {
  const { proposeHolidays, regions } = await import("@/lib/sla/holidays/propose");
  const region = regions().find(({ code }) => code === typed.proposeRegion);
  if (!region) return answer(typed, { errors: { proposeRegion: "Choose a region to propose the holidays of" } });
  const years = Array.from({ length: YEARS_AHEAD + 1 }, (_, index) => thisYear(settings) + index);
  const { holidays, leftOut } = proposeHolidays(region.code, years);
  const { text: list, added, problem } = withHolidays(typed.holidays, holidays);
  if (problem) return answer(typed, { errors: { holidays: problem } });
  return answer(
    { ...typed, holidays: list },
    {
      news: newsOf(`${counted(added.length, "day")} of ${region.label} added`, holidays.length - added.length, leftOut),
    },
  );
}

async function importFile(
  settings: CalendarSettings,
  typed: CalendarTyped,
  file: File | null,
): Promise<CalendarFormState> {
  const field = file ? "icsFile" : "icsText";
  try {
    if (!file && typed.icsText.trim() === "") throw new CalendarFileError("Choose a calendar file, or paste its text.");
    if (file && file.size > CALENDAR_FILE_MAX) throw new CalendarFileError("The calendar is larger than 256 kB.");
    const content = file ? await file.text() : typed.icsText;
    const year = thisYear(settings);
    const between = { from: `${year}-01-01`, to: `${year + YEARS_AHEAD}-12-31` };
    const { holidays, skipped } = holidaysInFile(content, between);
    const { text: list, added, problem } = withHolidays(typed.holidays, holidays);
    if (problem) return answer(typed, { errors: { holidays: problem } });
    return answer(
      { ...typed, holidays: list, icsText: "" },
      {
        news: newsOf(`${counted(added.length, "day")} of the calendar added`, holidays.length - added.length, skipped),
      },
    );
  } catch (error) {
    if (error instanceof CalendarFileError) return answer(typed, { errors: { [field]: error.message } });
    throw error;
  }
}

function newsOf(title: string, present: number, leftOut: readonly LeftOut[]): CalendarFormState["news"] {
  const already = present > 0 ? [`${counted(present, "day")} stood in the list already`] : [];
  const notTaken = leftOut.map(
    (day) => `Not taken: ${day.name}${day.date === "" ? "" : `, ${day.date}`}: ${day.reason}`,
  );
  return { kind: "info", title, items: [...already, ...notTaken] };
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function check(settings: CalendarSettings, typed: CalendarTyped, calendar: Calendar): CalendarFormState {
  const newest = settings.versions[0]?.calendar;
  const changes = newest ? calendarChanges(newest, calendar) : ["This is the first version"];
  if (changes.length === 0 && newest)
    return answer(typed, { errors: { form: `Nothing differs from version ${newest.version}.` } });
  const { inForce } = settings;
  const at = new Date(settings.now);
  const due = (by: Calendar) =>
    (inForce ? dueIfReceived(inForce.document, by, at) : []).map(({ commitment, ...rest }) => ({
      promise: promiseName(commitment),
      words: dueWords({ ...rest, zone: by.zone, unit: commitment.unit }),
    }));
  const after = due(calendar);
  const dues = (inForce ? due(inForce.calendar) : []).map(({ promise, words }, index) => ({
    promise,
    before: words,
    after: after[index]?.words ?? words,
  }));
  const zoneMoves =
    inForce && inForce.document.calendar.zone !== calendar.zone
      ? `The policy in force is for ${inForce.document.calendar.zone}; the policy version that takes this calendar up has to name ${calendar.zone}.`
      : null;
  return answer(typed, { checked: { changes, dues, zoneMoves } });
}
