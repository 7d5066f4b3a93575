import type { ReactNode } from "react";
import { PageFrame } from "@/components/policy/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { contactOf } from "@/lib/policy/document";
import { newReportPath, pgpKeyFilePath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { ProgramKey, ProgramKeys } from "@/lib/program-keys/types";
import { Fingerprint } from "./fingerprint";
import { KeyFacts } from "./key-facts";

/** The keys of a program: the one to use, how, and the ones not to use. */
export function ProgramKeyPage({
  document,
  keys: { current, former },
  keyAddress,
  children,
}: {
  document: PolicyDocument;
  keys: ProgramKeys;
  /** The whole address of the key's file. */
  keyAddress: string;
  /** The test of a message. */
  children: ReactNode;
}) {
  const { zone } = document.calendar;
  return (
    <PageFrame>
      <PageHeading lead={document.organisation.tradeName}>PGP key</PageHeading>
      {current === null ? (
        <div className="flex max-w-measure flex-col gap-3">
          <p>We accept reports over https; there is no PGP key at the moment.</p>
          <p className="text-ink-soft">
            The form sends over an encrypted connection, and what it sends is kept encrypted.{" "}
            <TextLink href={newReportPath(document.program)}>Report a vulnerability</TextLink>
          </p>
        </div>
      ) : (
        <>
          <Standing standing={current.standing} />
          <KeyFacts {...current} zone={zone} />
          <div className="flex flex-wrap items-center gap-3">
            <ButtonLink href={pgpKeyFilePath(document.program)} download={`${document.program}-pgp-key.asc`}>
              Download the key
            </ButtonLink>
            <CopyButton text={current.armored} label="Copy the key" />
          </div>
          <Part id="use" heading="How to use it">
            <HowTo document={document} current={current} keyAddress={keyAddress} />
          </Part>
          <Part id="test" heading="Did it work?">
            <p className="text-ink-soft">
              Paste something you encrypted, and this page says whether it is for this key. Only the outside of the
              message is looked at, and nothing is kept.
            </p>
            {children}
          </Part>
          <Disclosure summary="The key as text">
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
              tabIndex={0}
              className="max-h-96 overflow-auto rounded-md bg-sunken p-3 font-mono text-sm"
            >
              {current.armored}
            </pre>
          </Disclosure>
        </>
      )}
      {former.length > 0 ? (
        <Part id="former" heading="Keys no longer used">
          <ul className="flex flex-col border-t border-line">
            {former.map((key) => (
              <FormerKey key={key.fingerprint} former={key} zone={zone} />
            ))}
          </ul>
        </Part>
      ) : null}
    </PageFrame>
  );
}

function Standing({ standing }: Pick<ProgramKey, "standing">) {
  if (standing === "expired") {
    return (
      <Notice kind="warning" title="This key has expired">
        Do not use it. Send your report with the form over https until a new key stands here.
      </Notice>
    );
  }
  if (standing === "ending") {
    return (
      <Notice kind="warning" title="This key ends soon">
        The form no longer offers it. What you encrypt now may still be read; better wait for the new key, or use the
        form over https.
      </Notice>
    );
  }
  return null;
}

function HowTo({
  document,
  current,
  keyAddress,
}: {
  document: PolicyDocument;
  current: ProgramKey;
  keyAddress: string;
}) {
  const email = contactOf(document)?.email ?? null;
  return (
    <div className="flex max-w-measure flex-col gap-3">
      <p>
        The simplest way is <TextLink href={newReportPath(document.program)}>the report form</TextLink>: it can encrypt
        in your browser, or take a message that you made yourself. With GnuPG:
      </p>
      <ol className="flex list-decimal flex-col gap-3 ps-6">
        <li>
          Import the key: <Command>{`curl -s ${keyAddress} | gpg --import`}</Command>
        </li>
        <li>
          Compare the fingerprint with the one above: <Command>{`gpg --fingerprint ${current.fingerprint}`}</Command>
        </li>
        <li>
          Encrypt your report: <Command>{`gpg --armor --encrypt -r ${current.fingerprint} report.md`}</Command>
        </li>
        <li>
          Paste report.md.asc into the form{email ? <>, or mail it to {email}</> : null}. Give us your own public key
          with it, and our mails to you are encrypted too.
        </li>
      </ol>
    </div>
  );
}

function Command({ children }: { children: string }) {
  return <code className="mt-1 block rounded-md bg-sunken px-3 py-2 font-mono text-sm wrap-anywhere">{children}</code>;
}

function FormerKey({ former, zone }: { former: ProgramKey; zone: string }) {
  return (
    <li className="flex flex-col gap-1 border-b border-line py-3">
      <Fingerprint fingerprint={former.fingerprint} />
      <p className="text-ink-soft">
        {former.standing === "revoked"
          ? "Revoked. Trust nothing that was encrypted or signed with it."
          : "Replaced. Messages to it are still read."}{" "}
        In use from <When at={former.createdAt} zone={zone} style="date" />.
      </p>
    </li>
  );
}

function Part({ id, heading, children }: { id: string; heading: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex max-w-measure flex-col gap-3">
      <h2 id={id} className="font-heading text-xl font-semibold">
        {heading}
      </h2>
      {children}
    </section>
  );
}
