import type { ReactNode } from "react";
import { DefinitionList } from "@/components/ui/definition-list";
import { Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { contactOf } from "@/lib/policy/document";
import { newReportPath, policyPath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import { DemonstrationMark } from "./demonstration-mark";
import { Faq } from "./faq";
import { Prose } from "./prose";

type Certificate = PolicyDocument["securityProgram"]["certificates"][number];

/** What the organisation says of its security, beside its disclosure policy. */
export function SecurityProgram({
  document,
  search = "",
  children,
}: {
  document: PolicyDocument;
  /** What is looked for among the questions. */
  search?: string;
  /** The form for a question that is not answered here. */
  children?: ReactNode;
}) {
  const { securityProgram, calendar } = document;
  return (
    <>
      <Part id="program" heading="The program">
        <Prose text={securityProgram.statement} preset="policy" />
        <DefinitionList
          items={[
            {
              term: "Run by",
              description: (
                <>
                  {securityProgram.owner}
                  <DemonstrationMark document={document} pointer="/securityProgram/owner" />
                </>
              ),
            },
            { term: "Last updated", description: <When at={document.revisedOn} zone={calendar.zone} style="date" /> },
          ]}
        />
        <DemonstrationMark document={document} pointer="/revisedOn" />
      </Part>
      {securityProgram.standards.length > 0 ? (
        <Part id="standards" heading="Standards">
          <Table
            caption="Standards the program follows"
            columns={[
              { key: "name", header: "Standard", rowHeader: true, cell: (standard) => standard.name },
              { key: "edition", header: "Edition", cell: (standard) => standard.edition ?? "not stated" },
            ]}
            rows={securityProgram.standards}
            rowKey={(standard) => standard.name}
          />
        </Part>
      ) : null}
      {securityProgram.certificates.length > 0 ? (
        <Part id="certificates" heading="Certificates">
          {securityProgram.certificates.map((certificate) => (
            <CertificateFacts
              key={`${certificate.standard} ${certificate.edition}`}
              certificate={certificate}
              zone={calendar.zone}
            />
          ))}
        </Part>
      ) : null}
      <Part id="questions" heading="Frequently asked questions">
        <Faq document={document} search={search} />
      </Part>
      <NotAnswered document={document}>{children}</NotAnswered>
    </>
  );
}

function CertificateFacts({ certificate, zone }: { certificate: Certificate; zone: string }) {
  const day = (date: string | null) => (date ? <When at={date} zone={zone} style="date" /> : "not stated");
  return (
    <div className="rounded-lg border border-line bg-surface p-5">
      <p className="mb-3 font-semibold">
        {certificate.standard}:{certificate.edition}
      </p>
      <DefinitionList
        items={[
          { term: "Certified", description: certificate.subject },
          { term: "Issued by", description: certificate.issuer ?? "not stated" },
          { term: "Valid from", description: day(certificate.validFrom) },
          { term: "Valid to", description: day(certificate.validTo) },
        ]}
      />
    </div>
  );
}

function NotAnswered({ document, children }: { document: PolicyDocument; children: ReactNode }) {
  const contact = contactOf(document);
  return (
    <Part id="ask" heading="Not answered? Ask">
      <p>
        A question is no report: it starts no clock and gets no receipt.{" "}
        <TextLink href={newReportPath(document.program)}>Report a vulnerability</TextLink> with the report form.
      </p>
      {children}
      <p className="text-sm text-ink-soft">
        Or{" "}
        {contact?.email ? (
          <>
            write to <TextLink href={`mailto:${contact.email}`}>{contact.email}</TextLink>, and see{" "}
          </>
        ) : (
          "see "
        )}
        <TextLink href={policyPath(document.program, contact?.key)}>how to contact us</TextLink>.
      </p>
    </Part>
  );
}

function Part({ id, heading, children }: { id: string; heading: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex max-w-measure flex-col gap-3">
      <h2 id={id} className="font-heading text-2xl font-semibold">
        {heading}
      </h2>
      {children}
    </section>
  );
}
