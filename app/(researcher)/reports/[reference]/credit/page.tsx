import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CreditNotice } from "@/components/credit/credit-notice";
import { NamedPeople, NamePersonForm } from "@/components/credit/named-people";
import { YourAnswer, YourWish } from "@/components/credit/own-credit";
import { Reference } from "@/components/reports/reference";
import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { answerTitle } from "@/lib/request/answer-title";
import { nameBeside, removeBeside } from "../../../../(public)/credits/naming";
import { loadReceipt, loadReport } from "../../load";
import { answerLine, saveWish } from "../actions";

type Props = {
  params: Promise<{ reference: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await loadReport((await params).reference, "/credit");
  // The page says its title after its forms, so that one of them that was refused says "Error: …" first.
  return { title: { absolute: "" } };
}

export default async function CreditPage({ params, searchParams }: Props) {
  const segment = (await params).reference;
  const { saved } = await searchParams;
  const report = await loadReport(segment, "/credit");
  const { document } = await loadReceipt(segment, "/credit");
  const credit = report.credits.find(({ mine }) => mine) ?? notFound();
  const { reference, zone } = report;
  const href = `/reports/${reference}/credit`;
  const title = `Credit for ${reference} – Safe Harbour`;
  const wanted = credit.wish === "name" || credit.wish === "alias";
  return (
    <div className="flex max-w-form flex-col gap-10">
      {saved === "wish" ? <Notice kind="success" title="Your wish is saved" live="status" /> : null}
      {saved === "named" ? <Notice kind="success" title="They are asked by mail" live="status" /> : null}
      {saved === "removed" ? <Notice kind="success" title="Taken off the credits" live="status" /> : null}
      {saved === "answer" ? <Notice kind="success" title="Your answer is recorded" live="status" /> : null}
      <div className="flex flex-col gap-3">
        <BackLink href={`/reports/${reference}`}>The report</BackLink>
        <PageHeading lead={<span className="[overflow-wrap:anywhere]">{report.title}</span>}>Credit</PageHeading>
        <Reference reference={reference} />
        <CreditNotice document={document} />
      </div>
      {wanted || credit.text !== "" ? (
        <YourAnswer
          credit={credit}
          zone={zone}
          action={answerLine.bind(null, reference, credit.version)}
          title={title}
          reloadHref={href}
        />
      ) : null}
      <YourWish
        heading="Your wish"
        lead={
          credit.consent === "pending"
            ? "You can change it until something is published."
            : "Saving it makes a new line: the answer that you gave was to the old one, and you are asked again."
        }
        action={saveWish.bind(null, reference, credit.version)}
        credit={credit}
        title={title}
        reloadHref={href}
      />
      <section aria-labelledby="others" className="flex flex-col gap-4">
        <div>
          <h2 id="others" className="mb-1 scroll-mt-4 text-xl font-semibold">
            Others who had a part in it
          </h2>
          <p className="max-w-measure text-ink-soft">
            Everybody decides about their own name. Whoever you name here is asked by mail, without a word about the
            report, and nothing of them is printed unless they agree.
          </p>
        </div>
        <NamedPeople
          people={report.credits.filter(({ named }) => named)}
          zone={zone}
          removeFor={(handle, version) => removeBeside.bind(null, "reports", reference, handle, version)}
          reloadHref={href}
        />
        <NamePersonForm action={nameBeside.bind(null, "reports", reference)} titleIfWrong={title} reloadHref={href} />
      </section>
      <title>{await answerTitle(title)}</title>
    </div>
  );
}
