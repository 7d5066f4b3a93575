import { existsSync, statSync } from "node:fs";
import { url as inspectorUrl } from "node:inspector";
import { connect } from "node:net";
import { openSql } from "@/db/connection";
import { migrationState } from "@/db/migrate";
import { isLoopbackHost } from "@/lib/env/env";
import { mailboxes } from "@/lib/mail-in/mailboxes/queries";
import { keyRingIsPrivate } from "@/lib/vault/keyring";
import type { Command, Installation } from "../command";
import { judgeRole, judgeRowSecurity, type State } from "../database-safety";
import { checkKeyRing, keyRingIsRecorded } from "../key-ring-check";
import { outboxStatus } from "./outbox-status";

type Finding = { check: string; state: State; detail: string };

function isPrivate(path: string): boolean {
  return !existsSync(path) || (statSync(path).mode & 0o077) === 0;
}

async function examine(check: string, work: () => Promise<[Finding["state"], string]>): Promise<Finding> {
  try {
    const [state, detail] = await work();
    return { check, state, detail };
  } catch (error) {
    return { check, state: "bad", detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether mail to each program's address can come in, as far as this machine can tell. */
async function judgeMailIn({ environment, ctx }: Installation): Promise<[State, string]> {
  const { MAIL_IN_LISTEN: listen, MAIL_IN_IMAP_URL: mailbox, MAIL_URL } = environment;
  if (!listen && !mailbox) return ["good", "off: reports come through the form alone"];
  const addresses = (await mailboxes(ctx.db)).map(({ address }) => address);
  if (addresses.length === 0) return ["bad", "no policy in force names an address, so every mail would be refused"];
  if (listen && !(await listens(listen)))
    return ["bad", `nothing answers on ${listen.host}:${listen.port}: is the portal running?`];
  if (!MAIL_URL) return ["warning", "mail comes in, but MAIL_URL is unset: nobody is answered"];
  return ["good", `for ${addresses.join(", ")}`];
}

function listens({ host, port }: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: host === "0.0.0.0" ? "127.0.0.1" : host, port, timeout: 3000 });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("data", (greeting) => end(greeting.toString().startsWith("220"))).once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}

async function examineAll(installation: Installation): Promise<Finding[]> {
  const { environment, appUrl, ownerUrl } = installation;
  const sql = openSql(appUrl);
  try {
    return [
      await examine("node", async () => {
        const major = Number(process.versions.node.split(".")[0]);
        return major >= 22
          ? ["good", process.version]
          : ["warning", `${process.version} is past its support; use 22 or newer`];
      }),
      await examine("debugging", async () => {
        if (inspectorUrl() !== undefined) return ["bad", "a debugger can attach: leave --inspect out of NODE_OPTIONS"];
        const { NODE_ENV, APP_URL } = environment;
        if (NODE_ENV === "production") return ["good", "off"];
        return [isLoopbackHost(new URL(APP_URL).hostname) ? "warning" : "bad", `NODE_ENV is ${NODE_ENV}`];
      }),
      await examine("address", async () => {
        const url = new URL(environment.APP_URL);
        if (isLoopbackHost(url.hostname)) return ["good", `${url.origin}, for this machine only`];
        return url.protocol === "https:" ? ["good", url.origin] : ["bad", `${url.origin} is not https`];
      }),
      await examine("database", async () => {
        const [row] = await sql<{ version: string; number: number; sync: string; fsync: string }[]>`
          select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
            current_setting('synchronous_commit') as sync, current_setting('fsync') as fsync`;
        if (!row) return ["bad", "does not answer"];
        if (row.number < 150_000) return ["bad", `PostgreSQL ${row.version} is older than 15`];
        if (row.fsync !== "on" || row.sync === "off")
          return ["bad", "fsync or synchronous_commit is off: a receipt could be lost"];
        return ["good", `PostgreSQL ${row.version}`];
      }),
      await examine("application role", () => judgeRole(sql, appUrl, ownerUrl)),
      await examine("row security", () => judgeRowSecurity(sql)),
      await examine("migrations", async () => {
        const { pending, edited, unknown, applied } = await migrationState(appUrl);
        const wrong = [
          ...pending.map((n) => `${n} pending`),
          ...edited.map((n) => `${n} edited`),
          ...unknown.map((n) => `${n} unknown`),
        ];
        return wrong.length === 0 ? ["good", `${applied.length} applied`] : ["bad", wrong.join(", ")];
      }),
      await examine("key ring", async () => {
        if (!(await keyRingIsRecorded(sql))) return ["bad", "nothing is recorded yet: start the portal once"];
        await checkKeyRing({ KEYRING_FILE: environment.KEYRING_FILE, embedded: false }, appUrl);
        return keyRingIsPrivate(environment.KEYRING_FILE)
          ? ["good", "opens this database's data"]
          : ["bad", `${environment.KEYRING_FILE} can be read by other users: chmod 600`];
      }),
      await examine("receipt key", async () => {
        const [row] = await sql<{ signing: number }[]>`
          select count(*) filter (where retired_at is null)::int as signing from receipt_keys`;
        return row?.signing === 1
          ? ["good", "signs receipts"]
          : ["bad", `${row?.signing ?? 0} keys sign receipts; start the portal once to make the first`];
      }),
      await examine("secrets", async () => {
        if (!environment.embedded) return ["good", "given by the environment"];
        const open = ["app-secret", "embedded.json"].filter((file) => !isPrivate(`${environment.DATA_DIR}/${file}`));
        return open.length === 0
          ? ["good", "readable by their owner only"]
          : ["bad", `others can read ${open.join(", ")}`];
      }),
      await examine("outbox", async () => {
        if (!("run" in outboxStatus)) return ["bad", "cannot be examined"];
        const { code, text } = await outboxStatus.run({ positionals: [], values: {} }, installation);
        return [code === 0 ? "good" : "bad", text];
      }),
      await examine("mail", async () =>
        environment.MAIL_URL
          ? ["good", "by SMTP"]
          : ["warning", "MAIL_URL is unset: each mail becomes a file in DATA_DIR/mail"],
      ),
      await examine("mail in", async () => judgeMailIn(installation)),
      await examine("demonstration", async () =>
        environment.DEMO ? ["warning", "on: anybody who reaches this portal can sign in as anybody"] : ["good", "off"],
      ),
    ];
  } finally {
    await sql.end();
  }
}

export const doctor: Command = {
  name: "doctor",
  usage: "doctor",
  summary: "Every check by name; anything bad ends with exit code 1",
  run: async (_args, installation) => {
    const findings = await examineAll(installation);
    const good = findings.every((finding) => finding.state !== "bad");
    const text = findings.map((f) => `${f.state.padEnd(7)}  ${f.check.padEnd(16)}  ${f.detail}`).join("\n");
    return { code: good ? 0 : 1, json: { good, checks: findings }, text };
  },
};
