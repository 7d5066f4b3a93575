import { cweId, type Weakness, type WeaknessList } from "./cwe";

/** What CWE says against naming this one, with what often fits better. */
export function adviceOn({ suggestions }: Weakness, list: WeaknessList): string {
  const better = suggestions.slice(0, 3).flatMap((id) => list.get(id) ?? []);
  if (better.length === 0) return "CWE advises against this one: it is too general, or not a cause";
  return `CWE advises against this one; often better: ${better.map(({ id, name }) => `${cweId(id)} ${name}`).join("; ")}`;
}
