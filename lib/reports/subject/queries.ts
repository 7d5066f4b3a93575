import "server-only";
import { reports } from "@/db/schema";

/** What the rules of `lib/auth/policy` judge a report by. */
export const subjectColumns = {
  programId: reports.programId,
  reporterId: reports.reporterId,
  guestCodeHash: reports.guestCodeHash,
  urgentAt: reports.urgentAt,
  releasedAt: reports.releasedAt,
  readers: reports.readers,
};
