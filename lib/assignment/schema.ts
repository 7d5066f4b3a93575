import { z } from "zod";

/** What a report tells of besides its kind; a report may tell of several. */
export const SITUATIONS = ["urgent", "data_exposed", "exploited", "already_public", "encrypted"] as const;
export type Situation = (typeof SITUATIONS)[number];

/** As the reporter rates it, the lowest first. */
export const RATINGS = ["none", "low", "medium", "high", "critical"] as const;
export type Rating = (typeof RATINGS)[number];

/** More than this nobody reads through; the page says so. */
export const RULES_MAX = 20;

const toSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("person"), accountId: z.uuid() }),
  z.strictObject({ kind: z.literal("fewest") }),
  z.strictObject({ kind: z.literal("nobody") }),
]);

/** One rule as it is kept: what is null does not narrow. */
export const ruleSchema = z.strictObject({
  product: z.string().max(64).nullable(),
  situation: z.enum(SITUATIONS).nullable(),
  /** Rated at least so. */
  rated: z.enum(RATINGS).nullable(),
  to: toSchema,
});
export type Rule = z.infer<typeof ruleSchema>;

/** A program's rules in their order, and what holds where none of them does. */
export const ruleSetSchema = z.strictObject({
  rules: z.array(ruleSchema).max(RULES_MAX),
  otherwise: z.enum(["nobody", "fewest"]),
});
export type RuleSet = z.infer<typeof ruleSetSchema>;

export const NO_RULES: RuleSet = { rules: [], otherwise: "nobody" };

const blank = z.literal("").transform(() => null);
const rev = z.coerce.number().int().nonnegative();

/** A condition as a form sends it: what is left at "any" is blank. */
const conditionFields = {
  product: blank.or(z.string().max(64)),
  situation: blank.or(z.enum(SITUATIONS)),
  rated: blank.or(z.enum(RATINGS)),
};

export const newRuleSchema = z.strictObject({
  ...conditionFields,
  to: z.string().regex(/^(fewest|nobody|[0-9a-f]{32})$/, "Select who gets such a report"),
  rev,
});
export type NewRule = z.infer<typeof newRuleSchema>;

/** What is done to one rule of the page, by its place; `rev`: of the rules as they were shown. */
export const arrangeSchema = z.strictObject({
  rule: z.coerce.number().int().min(1).max(RULES_MAX),
  what: z.enum(["up", "down", "remove"]),
  rev,
});
export type Arrange = z.infer<typeof arrangeSchema>;

export const otherwiseSchema = z.strictObject({ otherwise: z.enum(["nobody", "fewest"]), rev });

/** The question of the page's trial, from its address. */
export const trialSchema = z.object({
  product: z.string().max(64).default(""),
  situation: z.enum(SITUATIONS).or(z.literal("")).catch("").default(""),
  rated: z.enum(RATINGS).or(z.literal("")).catch("").default(""),
});

/** The rules after one of them was moved or taken out; null where the place no longer is what the page showed. */
export function arranged(rules: readonly Rule[], { rule, what }: Pick<Arrange, "rule" | "what">): Rule[] | null {
  const at = rule - 1;
  const chosen = rules[at];
  if (!chosen) return null;
  const rest = rules.filter((_, place) => place !== at);
  if (what === "remove") return rest;
  const to = what === "up" ? at - 1 : at + 1;
  if (to < 0 || to >= rules.length) return null;
  return [...rest.slice(0, to), chosen, ...rest.slice(to)];
}
