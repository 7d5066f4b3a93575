import { notFound } from "next/navigation";
import { type Analytics, PERIODS, type Period, readAnalytics } from "@/lib/analytics/queries";
import { deskContext, orNotFound, address as pageAddress, readablePrograms, type SearchParams, single } from "../desk";

export const PATH = "/staff/analytics";

const periodOf = (days: string | undefined): Period => PERIODS.find((period) => String(period) === days) ?? 365;

/** The numbers that the address asks for: of the first program that the actor reads, over a year, where it says nothing. */
export async function loadAnalytics(searchParams: SearchParams): Promise<{ analytics: Analytics; others: string[] }> {
  const parameters = await searchParams;
  const named = single(parameters.program);
  const days = periodOf(single(parameters.days));
  const ctx = await deskContext(pageAddress(PATH, { program: named, days: String(days) }));
  const slugs = readablePrograms(ctx).map(({ programSlug }) => programSlug);
  const program = named ?? slugs[0];
  if (program === undefined) notFound();
  return {
    analytics: await orNotFound(readAnalytics(ctx, program, days)),
    others: slugs.filter((slug) => slug !== program),
  };
}
