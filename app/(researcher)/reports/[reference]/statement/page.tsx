import type { Metadata } from "next";
import { cache } from "react";
import { PrintReceipt } from "@/components/receipts/print-receipt";
import { StatementDocument } from "@/components/statements/statement-document";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { receiptHash } from "@/lib/receipts/receipt";
import { reporterContext } from "@/lib/request/signed-in";
import { issuedStatement } from "@/lib/statements/queries";
import { orNotFound, referenceIn } from "../../load";

type Props = { params: Promise<{ reference: string }> };

const load = cache(async (segment: string) => {
  const ctx = await reporterContext(`/reports/${segment}/statement`);
  return orNotFound(issuedStatement(ctx, referenceIn(segment)));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { reference } = await params;
  await load(reference);
  return { title: `Compliance statement ${reference}` };
}

/** The statement to keep, to print, and to show to whoever asks by what right one tested. */
export default async function StatementPage({ params }: Props) {
  const { reference } = await params;
  const { json, statement, programName, zone } = await load(reference);
  return (
    <StatementDocument statement={statement} hash={receiptHash(json)} programName={programName} zone={zone}>
      <p className="mb-3">
        Whoever you show it to can <TextLink href="/verify">check the signature</TextLink> of the file, also without
        this portal.
      </p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href={`/reports/${reference}/statement.json`}>Save the signed file (.json)</ButtonLink>
        <PrintReceipt />
        <ButtonLink href={`/reports/${reference}`} variant="quiet">
          Go to your report
        </ButtonLink>
      </div>
    </StatementDocument>
  );
}
