import type { ReactNode } from "react";
import { DefinitionList } from "@/components/ui/definition-list";
import { QrCode } from "@/components/ui/qr-code";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { bytesInWords } from "@/lib/attachments/accepted";
import { clausesOf, commitmentsOf, contactOf, disclosureOf } from "@/lib/policy/document";
import { policyVersionPath } from "@/lib/policy/paths";
import type { ClauseOf, PolicyDocument } from "@/lib/policy/schema";
import { qrRows } from "@/lib/qr-code";
import { receiptPromises, receiptQrText } from "@/lib/receipts/reading";
import type { Receipt } from "@/lib/receipts/schema";
import { NO_TARGET } from "@/lib/sla/wording";
import { PromiseList } from "./promise-list";

export type ReceiptDocumentProps = {
  receipt: Receipt;
  /** SHA-256 of the file. */
  hash: string;
  document: PolicyDocument;
  zone: string;
  /** How to save it; not on paper. */
  children: ReactNode;
};

/** The receipt as a document worth keeping: one sheet of paper, and the same address for ever. */
export function ReceiptDocument({ receipt, hash, document, zone, children }: ReceiptDocumentProps) {
  const { payload } = receipt;
  const { tradeName } = document.organisation;
  return (
    <article className="mx-auto flex w-full max-w-measure flex-col gap-8 rounded-lg border border-line-strong bg-surface p-5 sm:p-10 print:-mt-8 print:-mb-16 print:max-w-none print:gap-2 print:border-0 print:p-0 print:text-sm">
      <header className="flex flex-col gap-2 rounded-md border-2 border-met bg-met-bg px-4 py-6 text-center print:gap-0 print:py-2">
        <h1 className="font-heading text-2xl font-semibold sm:text-3xl print:text-xl">Report received</h1>
        <p>Your reference</p>
        <p className="font-mono text-2xl font-semibold whitespace-nowrap select-all sm:text-4xl print:text-3xl">
          {payload.reference}
        </p>
      </header>
      <DefinitionList
        items={[
          { term: "Sent to", description: tradeName },
          {
            term: "Sent at",
            description: (
              <>
                <When at={payload.receivedAt} zone={zone} className="block" />
                <When at={payload.receivedAt} zone="UTC" className="block text-ink-soft" />
              </>
            ),
          },
          {
            term: "Policy",
            description: (
              <>
                <TextLink href={policyVersionPath(payload.program, payload.policy.version)}>
                  Version {payload.policy.version}
                </TextLink>
                . Your report is judged under it, whatever changes later.
                <Hash>{payload.policy.hash}</Hash>
              </>
            ),
          },
          ...(payload.attachments.length === 0
            ? []
            : [{ term: "Files", description: <Files files={payload.attachments} /> }]),
        ]}
      />
      <Part id="promises" title="What we promise">
        <PromiseList promises={receiptPromises(payload.commitments, zone)} zone={zone} />
        <FixTarget document={document} />
      </Part>
      <Part id="next" title="What happens next">
        <ol className="list-decimal ps-5">
          <li>A person reads your report and writes to you. This page is made by the portal and is not that answer.</li>
          <li>
            We check what you describe. If something is missing we ask, and our time stands still until you answer.
          </li>
          <li>You read what we found, and every step until then, on the page of your report.</li>
        </ol>
      </Part>
      <NotToDo document={document} version={payload.policy.version} program={payload.program} />
      <Part id="add" title="To add something">
        <p>
          <TextLink href={`/reports/${payload.reference}/add`}>Add information</TextLink>, or write a message on{" "}
          <TextLink href={`/reports/${payload.reference}`}>the page of your report</TextLink>. What you sent stays as it
          is; what you add is kept beside it with its time.
        </p>
      </Part>
      <Reach document={document} reference={payload.reference} />
      <div data-print="no">{children}</div>
      <footer className="flex flex-col-reverse gap-4 border-t border-line pt-4 text-sm text-ink-soft sm:flex-row sm:items-start sm:justify-between print:flex-row print:items-start print:gap-4 print:pt-1 print:text-xs">
        <div className="flex min-w-0 flex-col gap-1 print:gap-0">
          <p>
            Signed with Ed25519. <TextLink href="/verify">Anybody can verify the file</TextLink>, also without this
            portal, with the keys at{" "}
            <span className="font-mono text-xs break-all">{payload.portal}/.well-known/receipt-keys.json</span>
          </p>
          <div>
            SHA-256 of receipt.json: <Hash>{hash}</Hash>
          </div>
          <div>
            Key: <Hash>{receipt.kid}</Hash>
          </div>
        </div>
        <div className="w-36 shrink-0 print:w-28">
          <QrCode
            rows={qrRows(receiptQrText({ reference: payload.reference, hash, portal: payload.portal }))}
            label={`QR code with the reference ${payload.reference}, the SHA-256 of receipt.json and the address of this portal`}
          />
        </div>
      </footer>
    </article>
  );
}

function Files({ files }: { files: Receipt["payload"]["attachments"] }) {
  return (
    <ul className="flex flex-col gap-1">
      {files.map(({ sha256, size }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may be the same, and their order never changes
        <li key={`${index}-${sha256}`}>
          {bytesInWords(size)}, SHA-256 <Hash>{sha256}</Hash>
        </li>
      ))}
    </ul>
  );
}

function Hash({ children }: { children: string }) {
  return <code className="block font-mono text-xs break-all text-ink-soft">{children}</code>;
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} data-print="keep" className="flex flex-col gap-3 print:gap-1">
      <h2 id={id} className="text-xl font-semibold print:text-base">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** A fix has no date before a severity is known; where the policy names none, that is said and nothing invented. */
function FixTarget({ document }: { document: PolicyDocument }) {
  const targets = commitmentsOf(document).filter(({ clock }) => clock === "fix");
  if (targets.length === 0) return <p className="text-ink-soft">For a fix: {NO_TARGET}.</p>;
  return (
    <ul className="text-ink-soft">
      {targets.map(({ wording }) => (
        <li key={wording}>{wording}</li>
      ))}
    </ul>
  );
}

/** What each disclosure rule asks of a finder now; the policy's own sentence follows it. */
const SILENCE: Record<ClauseOf<"disclosure">["rule"], string> = {
  organisation_publishes: "Don’t publish what you found by yourself.",
  consent_required: "Don’t publish what you found without consent.",
  coordinated: "Don’t publish what you found before the date is agreed.",
};

function NotToDo({ document, version, program }: { document: PolicyDocument; version: string; program: string }) {
  const conduct = clausesOf(document, "conduct");
  const disclosure = disclosureOf(document);
  if (conduct.length === 0 && !disclosure) return null;
  const clause = (key: string) => (
    <TextLink href={`${policyVersionPath(program, version)}#${key}`}>clause {key}</TextLink>
  );
  return (
    <Part id="not-to-do" title="What you shouldn’t do now">
      <ul className="flex list-disc flex-col gap-1 ps-5">
        {disclosure ? (
          <li>
            {SILENCE[disclosure.rule]} {disclosure.summary} ({clause(disclosure.key)})
          </li>
        ) : null}
        {conduct.map(({ key }) => (
          <li key={key}>
            Don’t test further than the rules you agreed to allow ({clause(key)}); they hold until this is closed.
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Reach({ document, reference }: { document: PolicyDocument; reference: string }) {
  const contact = contactOf(document);
  return (
    <Part id="reach" title="How to reach us">
      <p>
        {contact?.email ? (
          <>
            If this portal is out of reach, write to{" "}
            <TextLink href={`mailto:${contact.email}`}>{contact.email}</TextLink> and give the reference{" "}
            <span className="font-mono text-sm whitespace-nowrap">{reference}</span>. Put nothing about the
            vulnerability in a mail that is not encrypted.
          </>
        ) : (
          "Write a message on the page of your report; this policy names no address."
        )}
      </p>
    </Part>
  );
}
