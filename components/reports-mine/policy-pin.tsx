import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { policyVersionPath } from "@/lib/policy/paths";
import type { ReporterReport } from "@/lib/reports/types";

/** Under which version the report is judged, and which one its reporter read first. */
export function PolicyPinNote({ report }: { report: Pick<ReporterReport, "programSlug" | "policy" | "zone"> }) {
  const { programSlug, policy, zone } = report;
  return (
    <div className="flex flex-col gap-2">
      <p>
        Your report is judged under{" "}
        <TextLink href={policyVersionPath(programSlug, policy.version)}>version {policy.version}</TextLink>, last
        revised <When at={policy.revisedOn} zone={zone} style="date" />
        {policy.firstReadVersion === policy.version ? (
          ", the version you read first."
        ) : (
          <>
            ; you first read{" "}
            <TextLink href={policyVersionPath(programSlug, policy.firstReadVersion)}>
              version {policy.firstReadVersion}
            </TextLink>
            .
          </>
        )}{" "}
        No later version changes that.
      </p>
      <p className="text-sm text-ink-soft">
        SHA-256 of its text: <code className="font-mono text-xs break-all">{policy.hash}</code>
      </p>
    </div>
  );
}
