import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@/lib/scanner/clamd.test-data";

const PASSWORD = "p@ss:of-the-tests";

/** A mail server's IMAP side with one mailbox, empty at first. `deliver` puts a mail there as a mail server would. */
export async function startDovecot() {
  const place = mkdtempSync(join(tmpdir(), "portal-dovecot-"));
  const asRoot = process.getuid?.() === 0;
  const [uid, gid] = asRoot ? [65534, 65534] : [userInfo().uid, userInfo().gid];
  const inbox = join(place, "mail", "inbox");
  for (const folder of ["tmp", "new", "cur"]) mkdirSync(join(inbox, folder), { recursive: true });
  mkdirSync(join(place, "home"));
  chmodSync(place, 0o755);
  if (asRoot) execFileSync("chown", ["-R", `${uid}:${gid}`, join(place, "mail"), join(place, "home")]);
  const port = await freePort();
  const own = asRoot
    ? []
    : [`default_internal_user = ${userInfo().username}`, `default_login_user = ${userInfo().username}`];
  const settings = [
    `base_dir = ${place}/run`,
    `state_dir = ${place}/state`,
    `log_path = ${place}/log`,
    "protocols = imap",
    "listen = 127.0.0.1",
    "ssl = no",
    "disable_plaintext_auth = no",
    "auth_failure_delay = 0",
    ...own,
    `mail_location = maildir:${inbox}`,
    "first_valid_uid = 1",
    "first_valid_gid = 1",
    `passdb {\n  driver = static\n  args = password=${PASSWORD}\n}`,
    `userdb {\n  driver = static\n  args = uid=${uid} gid=${gid} home=${place}/home\n}`,
    `service imap-login {\n  chroot =\n  inet_listener imap {\n    port = ${port}\n  }\n  inet_listener imaps {\n    port = 0\n  }\n}`,
    "service anvil {\n  chroot =\n}",
    "service stats {\n  chroot =\n}",
  ];
  writeFileSync(join(place, "dovecot.conf"), `${settings.join("\n")}\n`);
  const program =
    ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot"].find(existsSync) ?? "dovecot";
  const child = spawn(program, ["-F", "-c", join(place, "dovecot.conf")], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  while (child.exitCode === null && !(await answers(port))) await delay(50);
  if (child.exitCode !== null)
    throw new Error(`dovecot ended with ${child.exitCode}: install the package dovecot-imapd`);
  let count = 0;
  return {
    url: new URL(`imap://inbox:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`),
    deliver: (raw: Buffer | string) => {
      count += 1;
      const path = join(inbox, "new", `${String(1_700_000_000 + count)}.M${count}.test`);
      writeFileSync(path, raw);
      if (asRoot) chownSync(path, uid, gid);
    },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", () => {
      resolve(true);
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
  });
}
