import "server-only";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { receiptOf } from "@/lib/receipts/queries";
import { getReporterReport } from "@/lib/reports/queries";
import { parseReference } from "@/lib/reports/reference";
import { orNotFound } from "@/lib/request/or-not-found";
import { reporterContext } from "@/lib/request/signed-in";

export { orNotFound };

/** A reference as the address spells it; another spelling of one is no address of a report. */
export function referenceIn(segment: string): string {
  const parsed = parseReference(segment);
  if (!parsed.ok || parsed.reference !== segment) notFound();
  return parsed.reference;
}

/** A page that the browser fetches ahead of time has been seen by nobody. */
async function isSeen(): Promise<boolean> {
  const sent = await headers();
  const purpose = `${sent.get("purpose") ?? ""} ${sent.get("sec-purpose") ?? ""}`;
  return sent.get("next-router-prefetch") === null && !purpose.includes("prefetch");
}

/**
 * The report that title and page of one request read once. `below` is the page's place beneath the report; the ids say
 * which part of its thread is shown, and what is done there. What is older has not been seen anew.
 */
export const loadReport = cache(
  async (
    segment: string,
    below = "",
    before?: string,
    at?: string,
    quote?: string,
    edit?: string,
    timeline?: "all",
  ) => {
    const ctx = await reporterContext(`/reports/${segment}${below}`);
    const reference = referenceIn(segment);
    const seen = (await isSeen()) && before === undefined && at === undefined;
    return orNotFound(
      getReporterReport(ctx, reference, { seen, before, at, quote, edit, wholeTimeline: timeline === "all" }),
    );
  },
);

export const loadReceipt = cache(async (segment: string, below = "/receipt") => {
  const ctx = await reporterContext(`/reports/${segment}${below}`);
  return orNotFound(receiptOf(ctx, referenceIn(segment)));
});
