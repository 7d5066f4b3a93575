import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { policyDiffPath, policyPath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";

export function SupersededBanner({
  document,
  supersededAt,
}: {
  document: PolicyDocument;
  supersededAt: string | null;
}) {
  return (
    <Notice kind="error" title="This version is no longer in force">
      <p>
        {supersededAt ? (
          <>
            Superseded on <When at={supersededAt} zone={document.calendar.zone} />.{" "}
          </>
        ) : null}
        It still holds for reports that were sent under it.{" "}
        <TextLink href={policyPath(document.program)}>Read the current version</TextLink>, or{" "}
        <TextLink href={policyDiffPath(document.program, document.version)}>see what changed since this one</TextLink>.
      </p>
    </Notice>
  );
}
