import { TextLink } from "@/components/ui/text-link";
import type { PolicyDocument } from "@/lib/policy/schema";
import { DemonstrationMark } from "./demonstration-mark";

type Office = PolicyDocument["organisation"]["offices"][number];

/** Who stands behind a program, at the foot of each of its public pages. */
export function OrganisationFooter({ document }: { document: PolicyDocument }) {
  const { legalName, tradeName, offices, badges, trademarkNotice } = document.organisation;
  return (
    <div className="flex flex-col gap-6 border-t border-line pt-6">
      <div>
        <p className="font-semibold text-ink">
          {legalName === tradeName ? legalName : `${legalName}, doing business as ${tradeName}`}
        </p>
        <DemonstrationMark document={document} pointer="/organisation/legalName" />
      </div>
      {offices.length > 0 ? (
        <ul className="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
          {offices.map((office) => (
            <li key={office.label}>
              <OfficeCard office={office} />
            </li>
          ))}
        </ul>
      ) : null}
      {badges.length > 0 ? (
        <div>
          <p>Certifications and attestations</p>
          <ul className="mt-1 flex flex-wrap gap-2">
            {badges.map((badge) => (
              <li key={badge} className="rounded-md border border-line-strong px-2 py-0.5">
                {badge}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {trademarkNotice ? <p className="max-w-measure">{trademarkNotice}</p> : null}
    </div>
  );
}

function OfficeCard({ office }: { office: Office }) {
  return (
    <address className="not-italic">
      <p className="font-semibold text-ink">{office.label}</p>
      {office.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {office.email ? (
        <p className="mt-1">
          <TextLink href={`mailto:${office.email}`}>{office.email}</TextLink>
        </p>
      ) : null}
      {office.phone ? (
        <p className="mt-1">
          <TextLink href={`tel:${office.phone.tel}`}>{office.phone.display}</TextLink>
        </p>
      ) : null}
    </address>
  );
}
