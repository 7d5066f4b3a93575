import type { Decision } from "./decide";
import type { Rating, Rule, RuleSet, Situation } from "./schema";

export const SITUATION_WORDS: Record<Situation, string> = {
  urgent: "An urgent notice of exposed data",
  data_exposed: "Somebody’s data was exposed",
  exploited: "It is being exploited",
  already_public: "It is public already",
  encrypted: "It came with an encrypted part",
};

export const RATING_WORDS: Record<Rating, string> = {
  none: "None",
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical",
};

export const OTHERWISE_WORDS: Record<RuleSet["otherwise"], string> = {
  nobody: "Nobody: the team takes it from triage",
  fewest: "The triager who is in and carries the fewest open reports",
};

type Names = { product: (key: string) => string; person: (accountId: string) => string };

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

/** Which reports a rule is for: "About HAPI FHIR · it is being exploited · rated high or worse". */
export function whenWords({ product, situation, rated }: Omit<Rule, "to">, names: Pick<Names, "product">): string {
  const said = [
    product === null ? "" : `about ${names.product(product)}`,
    situation === null ? "" : lower(SITUATION_WORDS[situation]),
    rated === null
      ? ""
      : `rated ${lower(RATING_WORDS[rated])}${rated === "critical" ? "" : " or worse"} by its reporter`,
  ].filter(Boolean);
  const words = said.length === 0 ? "every report" : said.join(" · ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** To whom a rule gives a report. */
export function toWords(to: Rule["to"], names: Pick<Names, "person">): string {
  if (to.kind === "person") return names.person(to.accountId);
  return to.kind === "fewest" ? "Who carries the fewest open reports" : "Nobody: left to the team";
}

/** What would become of a report, and by which rule. `byLoad`: whom the fewest name is not the reader's to know. */
export function decisionWords(
  { to, rule, insteadOf }: Decision,
  person: (accountId: string) => string,
  byLoad: boolean,
): string {
  const because = rule === 0 ? "no rule is for it" : `rule ${rule} is the first that is for it and leads to somebody`;
  if (to === null)
    return `It would stay the team’s: ${rule === 0 ? "no rule leads to somebody" : `rule ${rule} says so`}.`;
  if (byLoad) return `It would go to whoever of those in carries the fewest open reports: ${because}.`;
  const instead = insteadOf === null ? "" : `, who answers for ${person(insteadOf)} meanwhile`;
  return `It would go to ${person(to)}${instead}: ${because}.`;
}
