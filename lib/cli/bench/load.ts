import { setTimeout as delay } from "node:timers/promises";
import type { Answer } from "./browser";
import { type Cpu, cpuOf } from "./processes";

export type Load = {
  requests: number;
  concurrency: number;
  /** Server processor time per request, application and database, in milliseconds. */
  cpuMs: number;
  appCpuMs: number;
  databaseCpuMs: number;
  p50Ms: number;
  p99Ms: number;
  bytes: number;
};

/** Sends `requests` requests, `concurrency` at a time, and takes the server's processor time around them. */
export async function load(options: {
  pid: number;
  requests: number;
  concurrency: number;
  send: (index: number) => Promise<Answer>;
  expected: number;
}): Promise<Load> {
  const { pid, requests, concurrency, send, expected } = options;
  const times: number[] = [];
  let bytes = 0;
  let next = 0;
  const before = cpuOf(pid);
  const worker = async () => {
    for (let index = next++; index < requests; index = next++) {
      const answer = await send(index);
      if (answer.status !== expected) throw new Error(`expected ${expected}, got ${answer.status}`);
      times.push(answer.ms);
      bytes += answer.bytes;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const after = cpuOf(pid);
  const spent = difference(before, after);
  times.sort((a, b) => a - b);
  return {
    requests,
    concurrency,
    cpuMs: (spent.appMs + spent.databaseMs) / requests,
    appCpuMs: spent.appMs / requests,
    databaseCpuMs: spent.databaseMs / requests,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    bytes: Math.round(bytes / requests),
  };
}

export function difference(before: Cpu, after: Cpu): Cpu {
  return { appMs: after.appMs - before.appMs, databaseMs: after.databaseMs - before.databaseMs };
}

/** The smallest of the sorted values that at least this share of them does not exceed. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Waits until the portal has used next to no processor time for a second: jobs done, vacuum over. */
export async function settled(pid: number, patienceMs = 120_000): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (let quiet = 0; quiet < 2 && performance.now() < deadline; ) {
    const before = cpuOf(pid);
    await delay(500);
    const { appMs, databaseMs } = difference(before, cpuOf(pid));
    quiet = appMs + databaseMs <= 20 ? quiet + 1 : 0;
  }
}
