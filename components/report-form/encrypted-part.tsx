import type { ReactNode } from "react";
import { Fingerprint } from "@/components/pgp/fingerprint";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { pgpPath } from "@/lib/policy/paths";
import type { ProgramKey } from "@/lib/program-keys/types";
import type { Protection } from "@/lib/reports/protection";

/** What stands over the encrypted part: which key, what happens to the text, and the fields where the browser encrypts. */
export function EncryptedPart({
  protection,
  programKey,
  programSlug,
  children,
}: {
  protection: Exclude<Protection, "https">;
  programKey: ProgramKey | null;
  programSlug: string;
  /** The fields that stay in the browser. */
  children: ReactNode;
}) {
  if (programKey === null) {
    return (
      <Notice kind="warning" title="There is no key to encrypt to at the moment">
        What you have already encrypted is kept and can be sent. For something new,{" "}
        <TextLink href={`/report?program=${programSlug}`}>start a report over https</TextLink>.
      </Notice>
    );
  }
  const browser = protection === "browser";
  return (
    <>
      <Notice kind="info" title={browser ? "This page stays in your browser" : "Encrypt it with your own program"}>
        {browser ? (
          <p className="[@media(scripting:none)]:hidden">
            Continue encrypts what you write here, and only the encrypted message is sent. Nothing is saved before that:
            a closed tab loses it. Steps 1 to 3 and the ones after this are sent over https as usual.
          </p>
        ) : (
          <p>
            Describe the vulnerability, how to reproduce it and its impact in one text, and encrypt that to this key.
          </p>
        )}
        {browser ? (
          <p className="[@media(scripting:enabled)]:hidden">
            Encrypting here needs JavaScript. Without it, encrypt your text to this key with your own program and paste
            the message below.
          </p>
        ) : null}
        <p className="mt-2 text-ink-soft">
          The team’s key (<TextLink href={pgpPath(programSlug)}>compare and download</TextLink>):
        </p>
        <Fingerprint fingerprint={programKey.fingerprint} />
      </Notice>
      {children}
    </>
  );
}
