import { join } from "node:path";
import { sql } from "drizzle-orm";
import { Logger, run, type TaskList } from "graphile-worker";
import { z } from "zod";
import type { Database } from "@/db/client";
import { connectionOptions } from "@/db/client";
import { env } from "@/lib/env/env";
import { deliverMail } from "@/lib/mail/deliver-mail";
import { fileTransport, type MailTransport, smtpTransport } from "@/lib/mail/transport";
import { log } from "@/lib/request/log";
import type { Context } from "@/lib/request/transaction";
import type { Jobs } from "./enqueue";

const mailPayload: z.ZodType<Jobs["deliver_mail"]> = z.strictObject({ mailId: z.uuid() });

export type WorkerOptions = {
  /** The application role, as the portal itself connects. */
  connectionString: string;
  /** For the work itself; the queue keeps its own small pool. */
  db: Database;
  transport?: MailTransport;
};

function configuredTransport(): MailTransport {
  const { MAIL_URL, DATA_DIR } = env();
  return MAIL_URL ? smtpTransport(MAIL_URL) : fileTransport(join(DATA_DIR, "mail"));
}

/** Only what an operator can act on; payloads and errors' texts stay out. */
const quietLogger = new Logger((scope) => (level, message) => {
  if (level !== "error" && level !== "warning") return;
  const job = { task: scope.taskIdentifier, job: scope.jobId };
  log[level === "error" ? "error" : "warn"](job, message.split("\n", 1)[0] ?? "");
});

/** pg reads a unix socket's directory from `host`. */
function pgConnectionString(url: string): string {
  const { host, port, database, username, password } = connectionOptions(url);
  if (!host.startsWith("/")) return url;
  const login = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  return `postgres://${login}@/${encodeURIComponent(database)}?host=${encodeURIComponent(host)}&port=${port}`;
}

/** Runs the portal's jobs in this process until `stop`, which lets the running ones finish. */
export async function startWorker(options: WorkerOptions): Promise<{ stop: () => Promise<void> }> {
  const transport = options.transport ?? configuredTransport();
  const context = (job: string): Context => ({
    actor: { kind: "system", job },
    db: options.db,
    clockOffsetMs: env().clockOffsetMs,
  });
  const taskList: TaskList = {
    deliver_mail: async (payload) => {
      await deliverMail(context("deliver_mail"), transport, mailPayload.parse(payload).mailId);
    },
    clear_rate_limits: async () => {
      await options.db.execute(
        sql`delete from rate_limits where expire < extract(epoch from clock_timestamp()) * 1000`,
      );
    },
  };
  const runner = await run({
    connectionString: pgConnectionString(options.connectionString),
    taskList,
    crontab: "17 * * * * clear_rate_limits",
    concurrency: 2,
    maxPoolSize: 3,
    pollInterval: 5000,
    noHandleSignals: true,
    logger: quietLogger,
  });
  let stopped: Promise<void> | undefined;
  return {
    stop: () => {
      stopped ??= runner.stop().finally(() => transport.close());
      return stopped;
    },
  };
}
