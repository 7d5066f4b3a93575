import type { ReactNode } from "react";
import type { FormAction } from "@/components/forms/action-form";
import type { CreditView } from "@/lib/reports/types";
import { CreditAnswer } from "./credit-answer";
import { CreditWishForm } from "./credit-wish-form";

type OwnCredit = { credit: CreditView; title: string; reloadHref: string };

/** The line that would print, and its party's answer to it. */
export function YourAnswer({ zone, action, ...own }: OwnCredit & { zone: string; action: FormAction<undefined> }) {
  return (
    <section aria-labelledby="your-answer">
      <h2 id="your-answer" className="mb-3 text-xl font-semibold">
        {own.credit.consent === "pending" ? "The line, and your answer" : "Your answer"}
      </h2>
      <CreditAnswer key={`answer-${own.credit.version}`} zone={zone} action={action} {...own} />
    </section>
  );
}

/** How the party wants to be named; saving it makes a new line. */
export function YourWish({
  heading,
  lead,
  action,
  credit,
  ...page
}: OwnCredit & { heading: string; lead: ReactNode; action: FormAction<undefined> }) {
  return (
    <section aria-labelledby="your-wish">
      <h2 id="your-wish" className="mb-1 text-xl font-semibold">
        {heading}
      </h2>
      <p className="mb-6 max-w-measure text-ink-soft">{lead}</p>
      <CreditWishForm
        key={`wish-${credit.version}`}
        action={action}
        wish={credit.wish}
        display={{ text: credit.text, organisation: credit.organisation, url: credit.url }}
        roles={credit.roles}
        laterLabel="Decide later"
        submit="Save my wish"
        {...page}
      />
    </section>
  );
}
