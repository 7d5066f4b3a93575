import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/** Clock ticks of /proc/<pid>/stat: USER_HZ is 100 on every Linux that Node runs on (proc(5)). */
const TICK_MS = 10;

type Process = { pid: number; parent: number; ticks: number };

function readProcess(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before the last bracket may hold anything; the fields after it are numbers.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const number = (index: number) => Number(fields[index]);
    // utime, stime and those of children that have ended: a connection that closes takes nothing away.
    return { pid, parent: number(1), ticks: number(11) + number(12) + number(13) + number(14) };
  } catch {
    return undefined;
  }
}

/** A process and everything below it. */
function processTree(root: number): Process[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const wanted = new Set([root]);
  for (let size = 0; size !== wanted.size; ) {
    size = wanted.size;
    for (const { pid, parent } of all) if (wanted.has(parent)) wanted.add(pid);
  }
  return all.filter(({ pid }) => wanted.has(pid));
}

export type Cpu = { appMs: number; databaseMs: number };

/** Processor time, user and system, of the launcher's process and of everything below it. */
export function cpuOf(root: number): Cpu {
  const processes = processTree(root);
  const own = readFileSync(`/proc/${root}/stat`, "utf8");
  const fields = own.slice(own.lastIndexOf(")") + 2).split(" ");
  const appMs = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  const totalMs = processes.reduce((sum, { ticks }) => sum + ticks, 0) * TICK_MS;
  return { appMs, databaseMs: totalMs - appMs };
}

/** Proportional set size of the whole tree in MiB: shared pages are divided among those that share them. */
export function proportionalMemory(root: number): { totalMiB: number; appMiB: number; processes: number } {
  const sizes = processTree(root).flatMap(({ pid }) => {
    try {
      const kib = Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
      return [{ pid, mib: kib / 1024 }];
    } catch {
      return [];
    }
  });
  return {
    totalMiB: sizes.reduce((sum, { mib }) => sum + mib, 0),
    appMiB: sizes.find(({ pid }) => pid === root)?.mib ?? 0,
    processes: sizes.length,
  };
}

/** Lets the peak of a process start anew at what it holds now (proc(5), clear_refs). */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** The most that a process has held resident since it started, or since `forgetPeak`, in MiB. */
export function peakMemory(pid: number): number {
  const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kib === undefined) throw new Error("this system does not tell the peak of a process");
  return Number(kib) / 1024;
}
