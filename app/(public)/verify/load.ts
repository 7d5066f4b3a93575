import "server-only";
import { listPrograms } from "@/lib/programs/queries";
import type { KnownProgram } from "@/lib/receipts/verdict";
import { visitorContext } from "@/lib/request/context";

/** The programs whose receipts this portal signs, with the zone in which their days are counted. */
export async function knownPrograms(): Promise<KnownProgram[]> {
  const programs = await listPrograms(visitorContext());
  return programs.flatMap(({ slug, policy }) =>
    policy ? [{ slug, name: policy.organisation.tradeName, zone: policy.calendar.zone }] : [],
  );
}
