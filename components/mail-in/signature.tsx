import { Fingerprint } from "@/components/pgp/fingerprint";
import { Tag } from "@/components/ui/tag";
import { When } from "@/components/ui/when";
import type { SignedMail } from "@/lib/mail-in/types";
import { SIGNATURE_WORDS } from "@/lib/mail-in/words";
import type { SignatureStanding } from "@/lib/pgp/signature";

const TONES = { good: "met", bad: "breach", unknown: "soon" } as const;

/** What an OpenPGP signature is worth, and by which key. */
export function MailSignature({ signature }: { signature: SignatureStanding }) {
  const { short, sentence } = SIGNATURE_WORDS[signature.kind];
  return (
    <span className="flex flex-col items-start gap-1">
      <Tag tone={TONES[signature.kind]} fill={signature.kind === "bad"}>
        {short}
      </Tag>
      <span className="text-sm text-ink-soft">{sentence}</span>
      {signature.kind === "good" ? (
        <Fingerprint fingerprint={signature.fingerprint} />
      ) : signature.keyId ? (
        <span className="text-sm">
          Key id <code className="font-mono">{signature.keyId}</code>
        </span>
      ) : null}
    </span>
  );
}

const BECAME: Record<SignedMail["as"], string> = {
  report: "The mail that became this report",
  message: "A reply by mail",
  note: "A mail put here by staff",
};

/** The signed mails of a report, beside its conversation. */
export function SignedMails({ mails, zone }: { mails: readonly SignedMail[]; zone: string }) {
  if (mails.length === 0) return null;
  return (
    <section aria-labelledby="signed-mails" className="mt-6 flex flex-col gap-3">
      <h3 id="signed-mails" className="text-base font-semibold">
        Signatures of its mails
      </h3>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {mails.map(({ receivedAt, as, signature }) => (
          <li key={receivedAt} className="flex flex-col gap-2 py-3">
            <p>
              {BECAME[as]}, <When at={receivedAt} zone={zone} />
            </p>
            <MailSignature signature={signature} />
          </li>
        ))}
      </ul>
    </section>
  );
}
