import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";

const CARD = "flex flex-col gap-3 rounded-lg border border-line-strong bg-surface p-5";

/** Without an account and with one, as equals. The form around it begins a report without. */
export function WaysToReport({ next, keptDays }: { next: string; keptDays: number }) {
  const signIn = `/sign-in?next=${encodeURIComponent(next)}`;
  return (
    <section aria-labelledby="ways" className="flex flex-col gap-3">
      <h2 id="ways" className="text-xl font-semibold">
        Two ways, the same care
      </h2>
      <div className="grid gap-4 sm:grid-cols-2">
        <div className={CARD}>
          <h3 className="font-semibold">Without an account</h3>
          <p className="grow">
            Under your name, a pseudonym or no name at all. You get a receipt code: with it you follow your report,
            answer, and can take it into an account later. The draft stays in this browser for {keptDays} days.
          </p>
          <p className="grow text-sm text-ink-soft">
            We store no network address and nothing about your browser with your report.
          </p>
          <SubmitButton>Start without an account</SubmitButton>
        </div>
        <div className={CARD}>
          <h3 className="font-semibold">With an account</h3>
          <p className="grow">
            All your reports in one list, drafts on every device, and mails when something is new. Your name can be a
            pseudonym here too.
          </p>
          <p className="grow text-sm text-ink-soft">
            No account yet? <TextLink href="/sign-up">Open one</TextLink>.
          </p>
          <ButtonLink href={signIn} className="sm:w-fit">
            Sign in to start
          </ButtonLink>
        </div>
      </div>
    </section>
  );
}
