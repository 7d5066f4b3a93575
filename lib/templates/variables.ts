/** What a template may leave open, each with what it stands for and an example for previews. */
export const VARIABLES = {
  "reporter.name": { stands: "How the reporter wants to be called", example: "quietmoth" },
  "report.id": { stands: "The report’s reference", example: "ABC-7K3F-9QX6" },
  "program.name": { stands: "The program", example: "Example Health" },
  product: { stands: "The product as the report names it", example: "Records server" },
  "policy.version": { stands: "The version of the policy that the report is pinned to", example: "1.2" },
  "policy.clause": {
    stands: "A clause of that policy, by its key: {{policy.clause:1.2}}",
    example: "clause 1.2 of the policy (“Scope”)",
    argument: /^\d{1,2}(\.\d{1,2}){0,4}$/,
  },
  "due.ack": { stands: "When the acknowledgement is due", example: "by the end of Wed 2 Jul 2025, EDT" },
  "due.verify": { stands: "When the check is due", example: "by the end of Fri 4 Jul 2025, EDT" },
  "due.fix": { stands: "When the fix is due", example: "by the end of Wed 1 Oct 2025, EDT" },
  "due.update": { stands: "When the next update is due", example: "by the end of Mon 14 Jul 2025, EDT" },
  "credit.text": { stands: "The reporter’s credit as it would print", example: "Credit: quietmoth (finder)" },
} as const satisfies Record<string, { stands: string; example: string; argument?: RegExp }>;
export type Variable = keyof typeof VARIABLES;

/** "reporter.name", or with an argument: "policy.clause:1.2". What has no value is absent. */
export type VariableValues = Partial<Record<Variable, string>> & { clause?: (key: string) => string | null };

const PLACE = /\{\{\s*([a-z]+(?:\.[a-z_]+)*)(?::([^{}\s]+))?\s*\}\}/g;

function isVariable(name: string): name is Variable {
  return Object.hasOwn(VARIABLES, name);
}

function standsFor(name: Variable, argument: string | undefined, values: VariableValues): string | null {
  if (name !== "policy.clause") return argument === undefined ? (values[name] ?? null) : null;
  return argument === undefined ? null : (values.clause?.(argument) ?? null);
}

/** A template with what is known put in; what is not stays as it stands, for a person to write. */
export function fillIn(body: string, values: VariableValues): string {
  return body.replace(PLACE, (place: string, name: string, argument: string | undefined) =>
    isVariable(name) ? (standsFor(name, argument, values) ?? place) : place,
  );
}

/** The variables that a text still holds, each once. Braces of other kinds are somebody's own words. */
export function unresolvedIn(text: string): string[] {
  const found = [...text.matchAll(PLACE)].flatMap(([place, name]) => (name && isVariable(name) ? [place] : []));
  return [...new Set(found)];
}

/** Why a text cannot be sent yet, in a sentence, or null. */
export function unresolvedProblem(text: string): string | null {
  const left = unresolvedIn(text);
  if (left.length === 0) return null;
  return `Write what belongs in the place of ${left.join(", ")}, or remove it: nothing was known to put there`;
}

/** What a template names that there is not, or names without what it needs. */
export function unknownIn(body: string): string[] {
  const wrong = [...body.matchAll(PLACE)].flatMap(([place, name, argument]) => {
    if (!name || !isVariable(name)) return [place];
    const rule = VARIABLES[name];
    const fits = "argument" in rule ? argument !== undefined && rule.argument.test(argument) : argument === undefined;
    return fits ? [] : [place];
  });
  return [...new Set(wrong)];
}

/** The examples of every variable, for a preview without a report. */
export const EXAMPLE_VALUES: VariableValues = {
  ...Object.fromEntries(Object.entries(VARIABLES).map(([name, { example }]) => [name, example])),
  clause: (key) => `clause ${key} of the policy (“…”)`,
};
