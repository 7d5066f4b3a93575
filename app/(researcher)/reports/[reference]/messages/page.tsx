import { randomBytes } from "node:crypto";
import type { Metadata } from "next";
import { Reference } from "@/components/reports/reference";
import { ReporterThread } from "@/components/reports-mine/reporter-thread";
import { Thread } from "@/components/threads/thread";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { answerTitle } from "@/lib/request/answer-title";
import { loadReport } from "../../load";
import { writeMessage } from "../actions";

type Props = {
  params: Promise<{ reference: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

async function load({ params, searchParams }: Props) {
  const { reference } = await params;
  const { before } = await searchParams;
  const earlier = typeof before === "string" && /^[\w-]{1,64}$/.test(before) ? before : undefined;
  return { report: await loadReport(reference, "/messages", earlier), earlier };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  await load(props);
  // The page says its title after its form, which says "Error: …" first when it is refused.
  return { title: { absolute: "" } };
}

/** The conversation alone; with `before`, the page of it that ends before that message. */
export default async function MessagesPage(props: Props) {
  const { report, earlier } = await load(props);
  const { reference, messages, moreMessages, zone } = report;
  const href = `/reports/${reference}`;
  const title = `Messages on ${reference} – Safe Harbour`;
  const [first] = messages;
  return (
    <div className="flex max-w-measure flex-col gap-8">
      <div className="flex flex-col gap-3">
        <BackLink href={href}>The report</BackLink>
        <PageHeading lead={<span className="[overflow-wrap:anywhere]">{report.title}</span>}>Messages</PageHeading>
        <Reference reference={reference} />
      </div>
      <h2 className="sr-only">Conversation</h2>
      {earlier === undefined ? (
        <ReporterThread
          report={report}
          action={writeMessage.bind(null, reference)}
          idempotencyKey={randomBytes(16).toString("base64url")}
          href={href}
          title={title}
        />
      ) : (
        <>
          <Thread
            messages={messages}
            zone={zone}
            audience="reporter"
            olderHref={moreMessages && first ? `${href}/messages?before=${encodeURIComponent(first.id)}` : undefined}
            empty="There are no older messages."
          />
          <p>
            <TextLink href={`${href}/messages`}>To the newest messages</TextLink>
          </p>
        </>
      )}
      <title>{await answerTitle(title)}</title>
    </div>
  );
}
