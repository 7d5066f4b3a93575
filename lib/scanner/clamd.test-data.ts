import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A content that the test's own signature knows; nothing harmful, and nobody else's scanner finds it. */
export const MARKER = "a marker of the Safe Harbour tests, which the signature beside it finds";

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

/** A clamd of the test's own, with one signature: nothing is downloaded. */
export async function startClamd(port?: number): Promise<{ url: URL; stop: () => Promise<void> }> {
  const place = mkdtempSync(join(tmpdir(), "portal-clamd-"));
  const signatures = join(place, "signatures");
  mkdirSync(signatures);
  const md5 = createHash("md5").update(MARKER).digest("hex");
  writeFileSync(join(signatures, "local.hdb"), `${md5}:${MARKER.length}:Harbour.Test.Marker\n`);
  const at = port ?? (await freePort());
  const settings = [
    "Foreground yes",
    `DatabaseDirectory ${signatures}`,
    `TemporaryDirectory ${place}`,
    `TCPSocket ${at}`,
    "TCPAddr 127.0.0.1",
    "StreamMaxLength 1M",
    `LogFile ${join(place, "log")}`,
    ...(process.getuid?.() === 0 ? ["User root"] : []),
  ];
  writeFileSync(join(place, "clamd.conf"), `${settings.join("\n")}\n`);
  const program = ["/usr/sbin/clamd", "/usr/bin/clamd", "/opt/homebrew/sbin/clamd"].find(existsSync) ?? "clamd";
  const child = spawn(program, ["--config-file", join(place, "clamd.conf")], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  while (child.exitCode === null && !(await answers(at))) await delay(50);
  if (child.exitCode !== null) throw new Error(`clamd ended with ${child.exitCode}: install the package clamav-daemon`);
  return {
    url: new URL(`tcp://127.0.0.1:${at}`),
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
