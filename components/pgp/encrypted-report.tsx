import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";

/** What staff do with a report that the portal cannot read. */
export function EncryptedReport({ reference, message }: { reference: string; message: string }) {
  return (
    <Notice kind="info" title="The technical part is encrypted" className="mb-6">
      <p>
        Only the program’s private key opens it, and the portal does not have that. Decrypt it where the key is kept:{" "}
        <code className="font-mono text-sm break-all">gpg --decrypt {reference}.asc</code>. Weakness and severity are
        yours to set; searching and looking for duplicates do not reach into it.
      </p>
      <div className="mt-3 flex flex-wrap gap-3">
        <ButtonLink href={`/staff/reports/${reference}/message.asc`} variant="secondary" size="compact" download>
          Download {reference}.asc
        </ButtonLink>
        <CopyButton text={message} label="Copy the message" />
      </div>
    </Notice>
  );
}
