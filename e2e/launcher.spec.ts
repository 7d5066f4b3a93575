import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

test.describe.configure({ mode: "serial", timeout: 60_000 });

const port = 3927;
const address = `http://127.0.0.1:${port}`;
const dataDir = mkdtempSync(join(tmpdir(), "portal-launcher-"));
const started: ChildProcess[] = [];

type Run = { child: ChildProcess; output: () => string; exit: Promise<number | null> };

function run(command: string, args: string[], variables: Record<string, string> = {}): Run {
  const child = spawn(command, args, {
    env: { ...process.env, PORT: String(port), APP_URL: address, DATA_DIR: dataDir, DEMO: "0", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, output: () => output, exit };
}

const launcher = (variables?: Record<string, string>) =>
  run(process.execPath, ["lib/cli/launch.mjs", "start"], variables);

async function isReady(): Promise<boolean> {
  try {
    return (await fetch(`${address}/readyz`)).ok;
  } catch {
    return false;
  }
}

const becomesReady = (portal: Run) =>
  expect.poll(isReady, { timeout: 40_000, intervals: [50], message: portal.output() }).toBe(true);

const cluster = () => join(dataDir, "pg");
const postmaster = () => Number(readFileSync(join(cluster(), "postmaster.pid"), "utf8").split("\n")[0]);
const portalProcess = () => Number(readFileSync(join(dataDir, "portal.lock"), "utf8").split("\n")[0]);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A killed child of a gone parent may wait for its new parent to notice.
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || readFileSync(stat, "utf8").replace(/^.*\) /s, "")[0] !== "Z";
  } catch {
    return false;
  }
}

const goes = (pid: number) => expect.poll(() => isAlive(pid), { timeout: 15_000, intervals: [50] }).toBe(false);

test.afterAll(() => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  rmSync(dataDir, { recursive: true, force: true });
});

test("SIGTERM to npm stops everything, and the next start is quick", async () => {
  const first = run("npm", ["start"]);
  await becomesReady(first);
  const pids = [portalProcess(), postmaster()];
  expect(pids.every(isAlive)).toBe(true);
  first.child.kill("SIGTERM");
  await Promise.all(pids.map(goes));
  expect(existsSync(join(cluster(), "postmaster.pid"))).toBe(false);
  expect(existsSync(join(dataDir, "portal.lock"))).toBe(false);

  const again = launcher();
  const from = performance.now();
  await becomesReady(again);
  expect(performance.now() - from).toBeLessThan(8_000);
  again.child.kill("SIGINT");
  expect(await again.exit).toBe(0);
});

test("after kill -9 of the launcher the next start stops the orphaned database and works", async () => {
  const killed = launcher();
  await becomesReady(killed);
  const orphan = postmaster();
  killed.child.kill("SIGKILL");
  await killed.exit;
  expect(isAlive(orphan)).toBe(true);

  const next = launcher();
  await becomesReady(next);
  expect(isAlive(orphan)).toBe(false);
  expect(postmaster()).not.toBe(orphan);
  next.child.kill("SIGTERM");
  expect(await next.exit).toBe(0);
});

test("kill -9 of PostgreSQL is survived, and both killed at once too", async () => {
  const portal = launcher();
  await becomesReady(portal);
  const before = postmaster();
  process.kill(before, "SIGKILL");
  await expect.poll(() => portal.output(), { timeout: 10_000 }).toContain("PostgreSQL stopped unexpectedly");
  await becomesReady(portal);
  expect(postmaster()).not.toBe(before);

  const pids = [postmaster(), portalProcess()];
  for (const pid of pids) process.kill(pid, "SIGKILL");
  await portal.exit;
  const next = launcher();
  await becomesReady(next);
  next.child.kill("SIGTERM");
  expect(await next.exit).toBe(0);
});

test("a stranger who has the number of the dead database is left alone", async () => {
  const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
  started.push(stranger);
  writeFileSync(
    join(cluster(), "postmaster.pid"),
    `${stranger.pid}\n${cluster()}\n1700000000\n5432\n${join(dataDir, "pg-socket")}\n\n  1234567         0\nready   \n`,
  );
  writeFileSync(join(dataDir, "portal.lock"), `${stranger.pid}\nanother start\n`);
  const portal = launcher();
  await becomesReady(portal);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill();

  const second = launcher({ PORT: String(port + 1), APP_URL: `http://127.0.0.1:${port + 1}` });
  expect(await second.exit).toBe(1);
  expect(second.output()).toContain("Another portal (process");
  expect(await isReady()).toBe(true);

  const doctor = run("npm", ["run", "--silent", "portal", "--", "doctor", "--json"]);
  const code = await doctor.exit;
  const said = JSON.parse(doctor.output().slice(doctor.output().indexOf("{")));
  expect(said.checks.filter((check: { state: string }) => check.state === "bad")).toEqual([]);
  expect(code).toBe(0);

  portal.child.kill("SIGTERM");
  expect(await portal.exit).toBe(0);
  const audit = run(process.execPath, ["lib/cli/launch.mjs", "portal", "audit", "verify", "--json"]);
  expect(await audit.exit).toBe(0);
  expect(JSON.parse(audit.output())).toMatchObject({ good: true });
  expect(existsSync(join(cluster(), "postmaster.pid"))).toBe(false);
});

test("a wrong environment and a taken port are explained", async () => {
  const wrong = launcher({ PORT: "http", DEMO: "maybe" });
  expect(await wrong.exit).toBe(1);
  expect(wrong.output()).toMatch(/PORT: must be a port number[\s\S]*PORT=3000[\s\S]*DEMO: must be 0 or 1/);

  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(port, "127.0.0.1", resolve));
  const late = launcher();
  expect(await late.exit).toBe(1);
  expect(late.output()).toContain(`Port ${port} is taken`);
  await new Promise((resolve) => squatter.close(resolve));
});

test("too long a body is answered before Next sees it; other names are sent away", async () => {
  const portal = launcher();
  await becomesReady(portal);
  const tooLong = new Uint8Array(1_400_000);
  const announced = await fetch(address, { method: "POST", body: tooLong });
  expect(announced.status).toBe(413);
  expect(await announced.text()).toContain("Too long to send");
  const streamed = await fetch(address, {
    method: "POST",
    body: new ReadableStream({
      start(controller) {
        for (let at = 0; at < tooLong.length; at += 100_000) controller.enqueue(tooLong.subarray(at, at + 100_000));
        controller.close();
      },
    }),
    duplex: "half",
    headers: { "content-type": "multipart/form-data; boundary=x" },
  } as RequestInit).catch(() => undefined);
  // The connection may be gone before the client has sent everything; never is the body taken.
  expect(streamed?.status ?? 413).toBe(413);
  const alias = await fetch(`http://localhost:${port}/programs`, { redirect: "manual" }).catch(() => undefined);
  if (alias) expect(alias.headers.get("location")).toBe(`${address}/programs`);
  expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: "up" });
  portal.child.kill("SIGTERM");
  expect(await portal.exit).toBe(0);
});
