import { MOVE_RULES, MOVES, REPORT_STATES } from "./state";

/** The transition table as a Mermaid state diagram, for the README. */
export function stateDiagram(): string {
  const edges = new Map<string, string[]>();
  for (const move of MOVES) {
    const { from, to, role } = MOVE_RULES[move];
    if (to === null) continue;
    for (const state of from) {
      const edge = `${state} --> ${to}`;
      edges.set(edge, [...(edges.get(edge) ?? []), `${move} (${role})`]);
    }
  }
  const order = (edge: string) => REPORT_STATES.findIndex((state) => edge.startsWith(`${state} `));
  const lines = [...edges]
    .sort(([a], [b]) => order(a) - order(b))
    .map(([edge, moves]) => `    ${edge}: ${moves.join(", ")}`);
  return ["stateDiagram-v2", "    [*] --> received", ...lines, "    closed --> [*]"].join("\n");
}
