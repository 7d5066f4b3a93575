import type { Metadata } from "next";
import { PrintReceipt } from "@/components/receipts/print-receipt";
import { ReceiptDocument } from "@/components/receipts/receipt-document";
import { SendAnother } from "@/components/report-form/send-another";
import { CompleteNotice } from "@/components/reports-mine/complete-notice";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { receiptHash } from "@/lib/receipts/receipt";
import { receiptSchema } from "@/lib/receipts/schema";
import { keptDays } from "@/lib/reports/drafts/lifetime";
import { canComplete } from "@/lib/reports/notices/queries";
import { requestContext } from "@/lib/request/context";
import { startAnotherReport } from "../../../report/actions";
import { loadReceipt } from "../../load";
import { completeNotice } from "../actions";

type Props = { params: Promise<{ reference: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { reference } = await params;
  await loadReceipt(reference);
  return { title: `Receipt ${reference}` };
}

/** The receipt, at once and in ten years: what it says comes from the signed file and from the policy it names. */
export default async function ReceiptPage({ params }: Props) {
  const { reference } = await params;
  const { json, document, zone } = await loadReceipt(reference);
  const ctx = await requestContext();
  const guest = ctx.actor.kind === "guest";
  const completes = await canComplete(ctx, reference);
  return (
    <ReceiptDocument
      receipt={receiptSchema.parse(JSON.parse(json))}
      hash={receiptHash(json)}
      document={document}
      zone={zone}
    >
      {guest ? (
        <Notice kind="info" title="Your receipt code was shown when you sent this" className="mb-4">
          It cannot be shown again: only a fingerprint of it is stored. While the report is open in this browser you can{" "}
          <TextLink href={`/reports/${reference}/code`}>make a new one</TextLink>.
        </Notice>
      ) : null}
      <p className="mb-3">Keep a copy. The signed file proves when you sent this, and under which promises.</p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href={`/reports/${reference}/receipt.json`}>Save the signed file (.json)</ButtonLink>
        <ButtonLink href={`/reports/${reference}/receipt.txt`} variant="secondary">
          Save as text (.txt)
        </ButtonLink>
        <PrintReceipt />
        <ButtonLink href={`/reports/${reference}`} variant="quiet">
          Go to your report
        </ButtonLink>
      </div>
      {completes ? (
        <div className="mt-5" data-print="no">
          <CompleteNotice action={completeNotice.bind(null, reference)} keptDays={keptDays(guest)} />
        </div>
      ) : null}
      <div className="mt-5" data-print="no">
        <SendAnother action={startAnotherReport.bind(null, reference)} />
      </div>
    </ReceiptDocument>
  );
}
