import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { Logger, run, type TaskList } from "graphile-worker";
import { Pool, type PoolClient } from "pg";
import { z } from "zod";
import type { Database } from "@/db/client";
import { connectionOptions } from "@/db/client";
import { assignReceived } from "@/lib/assignment/mutations";
import { sweepFiles } from "@/lib/attachments/mutations/sweep";
import { previewFile, scanFile, scanWaiting } from "@/lib/attachments/mutations/tend";
import { tendCredits } from "@/lib/credit/tend/mutations";
import { env } from "@/lib/env/env";
import { clearGuestSessions } from "@/lib/guests/mutations/session";
import { mailAskedLinks } from "@/lib/guests/resume/mutations";
import { clearPresences } from "@/lib/live/presence/mutations";
import { deliverMail } from "@/lib/mail/deliver-mail";
import { listenForMail } from "@/lib/mail/in/listener";
import { pollMailbox } from "@/lib/mail/in/mailbox";
import { mailResolver } from "@/lib/mail/in/resolver";
import { fileTransport, type MailTransport, smtpTransport } from "@/lib/mail/transport";
import type { DNSResolver } from "@/lib/mail-in/authenticity";
import { judgeStoredMail } from "@/lib/mail-in/mutations/judge";
import { clearTokens } from "@/lib/mail-in/mutations/token";
import { judgeWaiting } from "@/lib/mail-in/mutations/waiting";
import { sendDigests } from "@/lib/notifications/chosen/mutations";
import { forgetDone } from "@/lib/notifications/inbox/mutations";
import { remindOfReviews, tellPublished } from "@/lib/policy/news/mutations";
import { warnOfKeyEnds } from "@/lib/program-keys/mutations/warn-of-end";
import { pruneDrafts, warnOfEndingDrafts } from "@/lib/reports/drafts/ending/mutations";
import { clearHeldPages } from "@/lib/reports/drafts/held/mutations";
import { watchClocks } from "@/lib/reports/mutations/watch-clocks";
import { log } from "@/lib/request/log";
import type { Context } from "@/lib/request/transaction";
import { fillIndex } from "@/lib/search/mutations";
import { calculateResponseTimes } from "@/lib/sla/response-times/mutations";
import { releaseMessage } from "@/lib/threads/held/mutations";
import { announceEvents, clearDeliveries } from "@/lib/webhooks/mutations/announce";
import { deliverWebhook } from "@/lib/webhooks/mutations/deliver";
import { freeAbandonedJobs, QUEUE_CONNECTIONS } from "./abandoned";
import type { Jobs } from "./enqueue";

/** Minutes apart, so that no two of them meet. */
const CRONTAB = [
  "17 * * * * clear_rate_limits",
  "11 * * * * clear_guest_sessions",
  "23 * * * * calculate_response_times",
  "27 * * * * clear_held_pages",
  "41 3 * * * prune_drafts",
  "*/5 * * * * scan_waiting",
  "2,7,12,17,22,27,32,37,42,47,52,57 * * * * watch_clocks",
  "* * * * * judge_waiting",
  // In a queue of its own: one look at the mailbox at a time, whatever the number of workers.
  "* * * * * poll_mailbox ?queue=mailbox&jobKey=poll_mailbox&max=1",
  "* * * * * free_abandoned_jobs",
  "51 3 * * * clear_deliveries",
  "57 3 * * * clear_mail_tokens",
  "53 * * * * sweep_files",
  "47 * * * * clear_presences",
  "29 * * * * remind_of_reviews",
  "33 4 * * * warn_of_key_ends",
  "37 5 * * * tend_credits",
  "43 6 * * * send_digests",
  "4,9,14,19,24,29,34,39,44,49,54,59 * * * * fill_search_index",
].join("\n");

const filePayload: z.ZodType<Jobs["scan_file"]> = z.strictObject({ attachmentId: z.uuid() });
const mailPayload: z.ZodType<Jobs["deliver_mail"]> = z.strictObject({ mailId: z.uuid() });
const linksPayload: z.ZodType<Jobs["mail_draft_links"]> = z.union([
  z.strictObject({ lookup: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ draftId: z.uuid() }),
]);
const reportPayload: z.ZodType<Jobs["assign_report"]> = z.strictObject({ reportId: z.uuid() });
const incomingPayload: z.ZodType<Jobs["judge_mail"]> = z.strictObject({ mailId: z.uuid() });
const messagePayload: z.ZodType<Jobs["release_message"]> = z.strictObject({ messageId: z.string() });
const announcedPayload: z.ZodType<Jobs["announce_events"]> = z.strictObject({
  stream: z.string(),
  from: z.int(),
  to: z.int(),
});
const webhookPayload: z.ZodType<Jobs["deliver_webhook"]> = z.strictObject({ deliveryId: z.uuid() });
const policyPayload: z.ZodType<Jobs["tell_policy_published"]> = z.strictObject({ policyVersionId: z.uuid() });

export type WorkerOptions = {
  /** The application role, as the portal itself connects. */
  connectionString: string;
  /** For the work itself; the queue keeps its own small pool. */
  db: Database;
  transport?: MailTransport;
  /** Who is asked for the keys of senders' domains, unless the environment says. */
  resolver?: DNSResolver;
};

function configuredTransport(): MailTransport {
  const { MAIL_URL, MAIL_CA_FILE, DATA_DIR } = env();
  if (!MAIL_URL) return fileTransport(join(DATA_DIR, "mail"));
  return smtpTransport(MAIL_URL, MAIL_CA_FILE ? readFileSync(MAIL_CA_FILE, "utf8") : undefined);
}

/** Where MAIL_IN_LISTEN says; null where mail does not come in that way. */
async function configuredListener(context: Context) {
  const { MAIL_IN_LISTEN, MAIL_IN_CERT_FILE, MAIL_IN_KEY_FILE, APP_URL } = env();
  if (!MAIL_IN_LISTEN) return null;
  const tls =
    MAIL_IN_CERT_FILE && MAIL_IN_KEY_FILE
      ? { cert: readFileSync(MAIL_IN_CERT_FILE, "utf8"), key: readFileSync(MAIL_IN_KEY_FILE, "utf8") }
      : null;
  return listenForMail({ ...MAIL_IN_LISTEN, name: new URL(APP_URL).hostname, context, ...(tls ? { tls } : {}) });
}

/** Only what an operator can act on; payloads and errors' texts stay out. */
const quietLogger = new Logger((scope) => (level, message) => {
  if (level !== "error" && level !== "warning") return;
  const job = { task: scope.taskIdentifier, job: scope.jobId };
  log[level === "error" ? "error" : "warn"](job, withoutErrorText(message));
});

/** The queue puts what a task or the database said behind these words, and that may quote a row. */
export function withoutErrorText(message: string): string {
  return message.split(/\n| with error|(?<=error): /, 1)[0] ?? "";
}

/** pg reads a unix socket's directory from `host`. */
function pgConnectionString(url: string): string {
  const { host, port, database, username, password } = connectionOptions(url);
  if (!host.startsWith("/")) return url;
  const login = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  return `postgres://${login}@/${encodeURIComponent(database)}?host=${encodeURIComponent(host)}&port=${port}`;
}

type Connected = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void;

/**
 * The library gives the client that listens back when it fails, and again where the library itself ends meanwhile; the
 * pool throws at the second time, in a promise that nobody awaits.
 */
class QueuePool extends Pool {
  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | undefined {
    if (!callback) return super.connect();
    super.connect((error, client, done) => {
      let given = false;
      callback(error, client, (release) => {
        if (given) return;
        given = true;
        done(release);
      });
    });
    return undefined;
  }
}

/**
 * The queue's own connections. The library would end a pool of its making without waiting and without its listeners,
 * and a PostgreSQL that stops meanwhile is then an uncaught error which carries the whole client.
 */
function queuePool(connectionString: string): Pool {
  const pool = new QueuePool({
    connectionString: pgConnectionString(connectionString),
    max: 3,
    application_name: QUEUE_CONNECTIONS,
  });
  const note = (error: Error) => {
    const code = "code" in error && typeof error.code === "string" ? error.code : "none";
    log.warn({ code }, "a connection of the job queue failed");
  };
  // The pool repeats what its client said; without a listener the repetition would be thrown.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", note));
  return pool;
}

/** Runs the portal's jobs in this process until `stop`, which lets the running ones finish. */
export async function startWorker(options: WorkerOptions): Promise<{ stop: () => Promise<void> }> {
  const transport = options.transport ?? configuredTransport();
  const resolver = options.resolver ?? mailResolver();
  const context = (job: string): Context => ({
    actor: { kind: "system", job },
    db: options.db,
    clockOffsetMs: env().clockOffsetMs,
  });
  const taskList: TaskList = {
    deliver_mail: async (payload) => {
      await deliverMail(context("deliver_mail"), transport, mailPayload.parse(payload).mailId);
    },
    mail_draft_links: async (payload) => mailAskedLinks(context("mail_draft_links"), linksPayload.parse(payload)),
    assign_report: async (payload) => {
      await assignReceived(context("assign_report"), reportPayload.parse(payload).reportId);
    },
    judge_mail: async (payload) => {
      await judgeStoredMail(context("judge_mail"), incomingPayload.parse(payload).mailId, resolver);
    },
    release_message: async (payload) =>
      releaseMessage(context("release_message"), messagePayload.parse(payload).messageId),
    poll_mailbox: async () => {
      const { MAIL_IN_IMAP_URL } = env();
      if (MAIL_IN_IMAP_URL) await pollMailbox(context("poll_mailbox"), new URL(MAIL_IN_IMAP_URL));
    },
    judge_waiting: async () => judgeWaiting(context("judge_waiting"), resolver),
    tell_policy_published: async (payload) => {
      await tellPublished(context("tell_policy_published"), policyPayload.parse(payload));
    },
    announce_events: async (payload) => announceEvents(context("announce_events"), announcedPayload.parse(payload)),
    deliver_webhook: async (payload) =>
      deliverWebhook(context("deliver_webhook"), webhookPayload.parse(payload).deliveryId),
    clear_deliveries: async () => clearDeliveries(context("clear_deliveries")),
    clear_mail_tokens: async () => clearTokens(context("clear_mail_tokens")),
    free_abandoned_jobs: async () => freeAbandonedJobs(options.db),
    tend_credits: async () => {
      const { reminded, defaulted } = await tendCredits(context("tend_credits"));
      if (reminded + defaulted > 0) log.info({ reminded, defaulted }, "credits that wait for an answer");
    },
    remind_of_reviews: async () => {
      const { reminded } = await remindOfReviews(context("remind_of_reviews"));
      if (reminded > 0) log.info({ reminded }, "reminded of reviews that are due");
    },
    send_digests: async () => {
      const ctx = context("send_digests");
      while ((await sendDigests(ctx)).more);
      await forgetDone(ctx);
    },
    clear_rate_limits: async () => {
      await options.db.execute(
        sql`delete from rate_limits where expire < extract(epoch from clock_timestamp()) * 1000`,
      );
    },
    clear_presences: async () => clearPresences(context("clear_presences")),
    clear_guest_sessions: async () => clearGuestSessions(options.db),
    calculate_response_times: async () => {
      await calculateResponseTimes(context("calculate_response_times"));
    },
    scan_file: async (payload) => scanFile(context("scan_file"), filePayload.parse(payload).attachmentId),
    preview_file: async (payload) => previewFile(context("preview_file"), filePayload.parse(payload).attachmentId),
    scan_waiting: async () => scanWaiting(context("scan_waiting")),
    sweep_files: async () => {
      const { files, orphans } = await sweepFiles(context("sweep_files"));
      if (files + orphans > 0) log.info({ files, orphans }, "files that nobody has any more were removed");
    },
    watch_clocks: async () => {
      const ctx = context("watch_clocks");
      let { next } = await watchClocks(ctx);
      while (next) ({ next } = await watchClocks(ctx, { after: next }));
    },
    fill_search_index: async () => {
      const ctx = context("fill_search_index");
      while ((await fillIndex(ctx)).more);
    },
    clear_held_pages: async () => {
      await clearHeldPages(context("clear_held_pages"));
    },
    warn_of_key_ends: async () => {
      const { warned } = await warnOfKeyEnds(context("warn_of_key_ends"));
      if (warned > 0) log.info({ warned }, "staff were warned of keys that come to their end");
    },
    prune_drafts: async () => {
      await warnOfEndingDrafts(context("prune_drafts"));
      const { pruned } = await pruneDrafts(context("prune_drafts"));
      if (pruned > 0) log.info({ pruned }, "drafts past their time were deleted");
    },
  };
  const pgPool = queuePool(options.connectionString);
  await freeAbandonedJobs(options.db, { atStart: true });
  const runner = await run({
    pgPool,
    taskList,
    crontab: CRONTAB,
    concurrency: 2,
    // Jobs for later are found by looking; held messages should not wait long past their ten seconds.
    pollInterval: 1000,
    noHandleSignals: true,
    logger: quietLogger,
  }).catch(async (error: unknown) => {
    await pgPool.end();
    throw error;
  });
  const listener = await configuredListener(context("mail_in")).catch(async (error: unknown) => {
    await runner.stop();
    await pgPool.end();
    throw error;
  });
  // What an older version of the portal received is searched from the first minutes on.
  await runner.addJob("fill_search_index", {}, { jobKey: "fill_search_index" });
  // It ends badly when the database goes first; whoever stops the worker waits for its end, not for its verdict.
  const ended = runner.promise.catch(() => undefined);
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    try {
      // A runner that has ended by itself refuses to be stopped.
      await runner.stop().catch(() => undefined);
      await ended;
    } finally {
      await listener?.close();
      transport.close();
      await pgPool.end();
    }
  };
  return {
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
