import { randomBytes } from "node:crypto";
import type { Metadata } from "next";
import { Reference } from "@/components/reports/reference";
import { ReporterThread } from "@/components/reports-mine/reporter-thread";
import { LiveNews } from "@/components/threads/live-news";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { answerTitle } from "@/lib/request/answer-title";
import { messageIdIn } from "@/lib/threads/schema";
import { write } from "../../../../threads/actions";
import { messageActions } from "../../../../threads/bound";
import { loadReport } from "../../load";

type Props = {
  params: Promise<{ reference: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

async function load({ params, searchParams }: Props) {
  const { reference } = await params;
  const { before, m, quote, edit, withhold } = await searchParams;
  const place = [before, m, quote, edit].map(messageIdIn);
  return { report: await loadReport(reference, "/messages", ...place), withholding: messageIdIn(withhold) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  await load(props);
  // The page says its title after its form, which says "Error: …" first when it is refused.
  return { title: { absolute: "" } };
}

/** The conversation alone: its newest page, the one that ends before a message, or the one on which a message stands. */
export default async function MessagesPage(props: Props) {
  const { report, withholding } = await load(props);
  const { reference } = report;
  const href = `/reports/${reference}`;
  const title = `Messages on ${reference} – Safe Harbour`;
  return (
    <div className="flex max-w-measure flex-col gap-8">
      <LiveNews reference={reference} />
      <div className="flex flex-col gap-3">
        <BackLink href={href}>The report</BackLink>
        <PageHeading lead={<span className="[overflow-wrap:anywhere]">{report.title}</span>}>Messages</PageHeading>
        <Reference reference={reference} />
      </div>
      <h2 className="sr-only">Conversation</h2>
      <ReporterThread
        report={report}
        action={write.bind(null, "reporter", reference)}
        actions={messageActions("reporter", reference)}
        idempotencyKey={randomBytes(16).toString("base64url")}
        withholding={withholding}
        href={href}
        title={title}
      />
      <title>{await answerTitle(title)}</title>
    </div>
  );
}
