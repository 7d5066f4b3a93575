import type { Bare } from "./baseline";
import type { Load } from "./load";
import type { Statements } from "./statements";

export type ScenarioResult = { name: string; statements: Statements; runs: Load[] };
export type Measured = { reports: number; scenarios: ScenarioResult[] };

/** What one run of the bench found; docs/bench.json holds the last one. */
export type Outcome = {
  machine: { cpu: string; cores: number; memoryGiB: number; loadAverage: number; kernel: string; node: string };
  requests: number;
  hello: Load;
  bare: Bare;
  measured: Measured[];
  rest: { startsMs: number[]; startsCpuMs: number[]; memory: { totalMiB: number; appMiB: number; processes: number } };
};

const HEADERS = [
  "reports",
  "request",
  "CPU",
  "app",
  "db",
  "CPU ×8",
  "p50",
  "p99",
  "p50 ×8",
  "p99 ×8",
  "SQL",
  "+frame",
  "KiB",
];

/** The outcome as a Markdown table and a few lines under it. Times in milliseconds. */
export function table(outcome: Outcome): string {
  const rows = outcome.measured.flatMap(({ reports, scenarios }) =>
    scenarios.map(({ name, statements, runs }) => {
      const [one, eight] = runs;
      const figures =
        one && eight
          ? [one.cpuMs, one.appCpuMs, one.databaseCpuMs, eight.cpuMs, one.p50Ms, one.p99Ms, eight.p50Ms, eight.p99Ms]
          : [];
      return [
        String(reports),
        name,
        ...figures.map((figure) => figure.toFixed(1)),
        String(statements.work),
        String(statements.frame),
        ((one?.bytes ?? 0) / 1024).toFixed(0),
      ];
    }),
  );
  const { hello, bare, rest } = outcome;
  const starts = rest.startsMs.map((ms) => (ms / 1000).toFixed(2)).join(", ");
  return [
    line(HEADERS),
    line(HEADERS.map((_, index) => (index === 1 ? "---" : "---:"))),
    ...rows.map(line),
    "",
    `Plain node:http hello: ${hello.cpuMs.toFixed(2)} ms CPU, p50 ${hello.p50Ms.toFixed(2)} ms. ` +
      `Bare SELECT by index ${bare.selectMs.toFixed(2)} ms, bare INSERT ${bare.insertMs.toFixed(2)} ms (medians).`,
    ...growth(outcome),
    `Start to first answer on existing data: ${starts} s (processor time ${rest.startsCpuMs.join(", ")} ms). ` +
      `At rest: ${rest.memory.totalMiB.toFixed(0)} MiB PSS, ${rest.memory.processes} processes (Node alone ${rest.memory.appMiB.toFixed(0)} MiB).`,
  ].join("\n");
}

/** How many times the processor time of each request is at the largest size, of that at the smallest. */
export function growthOf({ measured }: Pick<Outcome, "measured">): { name: string; times: number }[] {
  const first = measured[0];
  const last = measured.at(-1);
  if (!first || !last || first === last) return [];
  return last.scenarios.flatMap(({ name, runs }) => {
    const before = first.scenarios.find((scenario) => scenario.name === name)?.runs[0]?.cpuMs;
    const after = runs[0]?.cpuMs;
    return before !== undefined && after !== undefined ? [{ name, times: after / before }] : [];
  });
}

function growth(outcome: Outcome): string[] {
  const times = growthOf(outcome).map(({ name, times }) => `${name} ${times.toFixed(2)}×`);
  return times.length > 0 ? [`Growth of CPU from the smallest to the largest size: ${times.join(", ")}.`] : [];
}

const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
