import type { Metadata } from "next";
import { PageFrame } from "@/components/policy/page-frame";
import { SiteFrame } from "@/components/shell/site-frame";
import { StillPage } from "@/components/shell/still-page";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { contactOf } from "@/lib/policy/document";
import { policyPath } from "@/lib/policy/paths";
import { listPrograms } from "@/lib/programs/queries";
import { visitorContext } from "@/lib/request/context";

export const metadata: Metadata = { title: { absolute: "Help & contact – Safe Harbour" } };
export const dynamic = "force-dynamic";

/** The same help on every route; addresses come from the policies, never from here. */
export default async function HelpPage() {
  const policies = (await listPrograms(visitorContext())).flatMap(({ policy }) => (policy ? [policy] : []));
  return (
    <SiteFrame>
      <PageFrame>
        <StillPage />
        <PageHeading lead="How reporting works here, what you can rely on, and whom to ask.">
          Help & contact
        </PageHeading>
        <div className="reading flex max-w-measure flex-col gap-6">
          <section aria-labelledby="how">
            <h2 id="how">How to report</h2>
            <p>
              Choose the program, read its policy, and press <strong>Report a vulnerability</strong>. The form has nine
              short steps; most answers may stay blank. It works without JavaScript, and what you have written is kept
              when you come back later.
            </p>
          </section>
          <section aria-labelledby="after">
            <h2 id="after">What happens then</h2>
            <p>
              You get a signed receipt at once. It names the version of the policy that your report is judged under and
              the dates that the policy promises. Your report’s page always says whose turn it is and when you will hear
              next.
            </p>
          </section>
          <section aria-labelledby="guests">
            <h2 id="guests">Without an account</h2>
            <p>
              You can report under your name, a pseudonym or no name. When it is sent you are shown a receipt code,
              once; with the reference it <TextLink href="/track">opens your report</TextLink> again. No network address
              and nothing about your browser is stored with it.
            </p>
          </section>
          <section aria-labelledby="data">
            <h2 id="data">If you came across somebody’s data</h2>
            <p>
              Stop testing there. Do not copy, share or change it, and{" "}
              <TextLink href="/urgent">send an urgent notice</TextLink>: one page, no account, and only privacy officers
              open it.
            </p>
          </section>
          <section aria-labelledby="who">
            <h2 id="who">Whom to ask</h2>
            <p>
              Write to the program, not to people who work there: nobody’s private address is used for reports. In a
              report you already sent, write on its page.
            </p>
            <ul>
              {policies.map((policy) => {
                const email = contactOf(policy)?.email;
                return (
                  <li key={policy.program}>
                    {policy.organisation.tradeName}:{" "}
                    {email ? <TextLink href={`mailto:${email}`}>{email}</TextLink> : "no address published"}
                    {" · "}
                    <TextLink href={policyPath(policy.program)}>policy</TextLink>
                  </li>
                );
              })}
            </ul>
          </section>
          <section aria-labelledby="proof">
            <h2 id="proof">Checking a receipt</h2>
            <p>
              Anybody can <TextLink href="/verify">check a receipt</TextLink>. Nothing is stored by that.
            </p>
          </section>
        </div>
      </PageFrame>
    </SiteFrame>
  );
}
