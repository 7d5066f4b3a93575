import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { ProgramKey } from "@/lib/program-keys/types";

/** Said to those who can renew a key while there is time, and more firmly when there is none. */
export function KeyWarning({
  programKey,
  programName,
  href,
}: {
  programKey: ProgramKey | null;
  programName: string;
  href?: string;
}) {
  const { standing, daysLeft } = programKey ?? {};
  if (daysLeft === undefined || daysLeft === null || (standing !== "expired" && daysLeft > 60)) return null;
  const where = href ? <TextLink href={href}>Extend or replace it</TextLink> : null;
  if (standing === "expired") {
    return (
      <Notice kind="error" title={`The PGP key of ${programName} has expired`}>
        Senders can no longer encrypt, and no policy can be published until there is a valid key. {where}
      </Notice>
    );
  }
  const days = daysLeft === 1 ? "1 day" : `${daysLeft} days`;
  return (
    <Notice kind="warning" title={`The PGP key of ${programName} ends in ${days}`}>
      {standing === "ending"
        ? "The form no longer offers encryption, since a message might not be read in time. "
        : "In its last 14 days the form no longer offers encryption. "}
      {where}
    </Notice>
  );
}
