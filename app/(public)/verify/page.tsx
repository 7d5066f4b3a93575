import type { Metadata } from "next";
import { VerifyForm } from "@/components/receipts/verify-form";
import { SiteFrame } from "@/components/shell/site-frame";
import { Disclosure } from "@/components/ui/disclosure";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { KEYS_ADDRESS } from "@/lib/receipts/given";
import { checkReceipt } from "./actions";
import { knownPrograms } from "./load";

export const metadata: Metadata = { title: "Verify a receipt" };
export const dynamic = "force-dynamic";

export default async function VerifyPage() {
  return (
    <SiteFrame>
      <div className="flex max-w-measure flex-col gap-8">
        <PageHeading lead="A receipt proves that a report reached us, when, and under which promises. Here anybody can check one, or an export with its answers; nothing of it is kept.">
          Verify a receipt
        </PageHeading>
        <VerifyForm action={checkReceipt} programs={await knownPrograms()} />
        <Disclosure summary="How this works, and how to do it without us">
          <div className="flex flex-col gap-2">
            <p>
              A receipt is canonical JSON (RFC 8785) with an Ed25519 signature over its payload. One changed byte and it
              is refused. It holds fingerprints of the answers, not the answers.
            </p>
            <p>
              <TextLink href="/verify/offline.html">Save the verifier as one file</TextLink>: it holds the keys of today
              and works from your disk, without a network and without this portal.
            </p>
            <p>
              The keys, old ones included, are at{" "}
              <TextLink href={KEYS_ADDRESS} className="font-mono text-sm break-all">
                {KEYS_ADDRESS}
              </TextLink>
              . Save them once and check offline with{" "}
              <code className="font-mono text-sm">npm run portal -- receipt verify FILE --keys KEYS</code>.
            </p>
          </div>
        </Disclosure>
      </div>
    </SiteFrame>
  );
}
