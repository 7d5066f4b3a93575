import { RenewedWith } from "@/components/forms/renewed-with";
import { SignedMails } from "@/components/mail-in/signature";
import { fieldName } from "@/components/reports/field-names";
import { type TemplateChoice, TemplateList } from "@/components/templates/template-list";
import { COMPOSER_SCOPE, Composer } from "@/components/threads/composer";
import { Thread } from "@/components/threads/thread";
import { fieldId } from "@/components/ui/field-ids";
import type { SignedMail } from "@/lib/mail-in/types";
import type { StaffReport } from "@/lib/reports/types";
import { messageIdIn } from "@/lib/threads/schema";
import { write } from "../../../threads/actions";
import { messageActions } from "../../../threads/bound";
import { refusedFileIn } from "../../../threads/files";
import type { SearchParams } from "../../desk";
import type { Begun } from "./begin";

/** The thread with the reporter, and the composer under its last page. */
export function Conversation({
  report,
  asked,
  begun,
  choices,
  signedMails,
  here,
  title,
}: {
  report: StaffReport;
  asked: Awaited<SearchParams>;
  begun: Begun;
  choices: TemplateChoice[];
  signedMails: readonly SignedMail[];
  here: string;
  title: string;
}) {
  return (
    <>
      <Thread
        page={report}
        zone={report.zone}
        audience="staff"
        base={here}
        actions={messageActions("staff", report.reference)}
        withholding={messageIdIn(asked.withhold)}
        empty="Nobody has written yet."
        title={title}
      />
      <SignedMails mails={signedMails} zone={report.zone} />
      {report.newerMessages ? null : (
        <RenewedWith mark={report.messages.findLast(({ mine }) => mine)?.id ?? "none"}>
          <Composer
            action={write.bind(null, "staff", report.reference)}
            reference={report.reference}
            idempotencyKey={crypto.randomUUID()}
            seen={report.messages.at(-1)?.id ?? ""}
            draft={report.replyDraft}
            files={report.replyFiles}
            from="staff"
            refusedFile={asked.of === "note" ? null : refusedFileIn(asked.files)}
            quoted={report.quoted}
            zone={report.zone}
            label="Reply to researcher"
            readers={`${report.reporterHandle} will read this on their page, and a mail tells them that it is there.`}
            submit="Send to researcher"
            begin={<TemplateList choices={choices} target={fieldId(fieldName(COMPOSER_SCOPE, "text"))} />}
            defaultText={begun?.move === null ? begun.text : undefined}
            reloadHref={here}
            title={title}
          />
        </RenewedWith>
      )}
    </>
  );
}
