import type { Definition } from "@/components/ui/definition-list";
import { When } from "@/components/ui/when";
import { cveCreditsPreview } from "@/lib/credit/line";
import type { CreditView } from "@/lib/reports/types";

export const WISH_WORDS: Record<CreditView["wish"], string> = {
  name: "By name",
  alias: "By an alias",
  no: "No credit",
  later: "Decides later",
};

/** What was agreed to, and when; or that it was not. */
export function Consent({ credit, zone }: { credit: CreditView; zone: string }) {
  switch (credit.consent) {
    case "pending":
      return credit.text === "" ? "Not asked: there is no line yet" : "Not answered yet";
    case "defaulted":
      return (
        <>
          No answer
          {credit.consentAt ? (
            <>
              {" "}
              by <When at={credit.consentAt} zone={zone} />
            </>
          ) : null}
          : printed as they wished it themselves
        </>
      );
    case "given":
    case "declined":
      return (
        <>
          {credit.consent === "given" ? "Given" : "Declined"}
          {credit.consentAt ? (
            <>
              {" "}
              <When at={credit.consentAt} zone={zone} />
            </>
          ) : null}
          {credit.agreedLine ? (
            <>
              , to this text: <q>{credit.agreedLine}</q>
            </>
          ) : null}
        </>
      );
  }
}

/** A credit as facts: the wish, both lines exactly as they will print, and the consent. */
export function creditFacts(credit: CreditView, zone: string): Definition[] {
  const wish = {
    term: "Wish",
    description: credit.named ? `${WISH_WORDS[credit.wish]}, named beside the reporter` : WISH_WORDS[credit.wish],
  };
  if (credit.wish === "no") return [wish];
  const consent = { term: "Consent", description: <Consent credit={credit} zone={zone} /> };
  if (credit.text === "") return [wish, consent];
  return [
    wish,
    { term: "In an advisory", description: <span className="[overflow-wrap:anywhere]">{credit.line}</span> },
    {
      term: "In a CVE record",
      description: (
        <pre className="overflow-x-auto rounded-md bg-sunken px-2 py-1 font-mono text-xs whitespace-pre-wrap">
          {cveCreditsPreview(credit)}
        </pre>
      ),
    },
    consent,
  ];
}
