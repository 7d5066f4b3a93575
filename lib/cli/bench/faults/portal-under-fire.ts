import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { openSql } from "@/db/connection";
import { type Postmaster, readPostmaster } from "@/db/embedded-postmaster";
import { type RunningPortal, startPortal } from "../portal";

export const VICTIMS = ["app", "database", "both"] as const;
export type Victim = (typeof VICTIMS)[number];

export type Kill = {
  victim: Victim;
  /** From the newest COMMIT of a report to the kill, in milliseconds; null when nothing had been committed yet. */
  sinceCommitMs: number | null;
  /** How many files were on their way. */
  uploads: number;
};

const RECEIVED = "fault_run_commit";

/** A real portal that is killed and started again, and that tells of each report's COMMIT the moment it is done. */
export class PortalUnderFire {
  readonly kills: Kill[] = [];
  readonly recoveriesMs: number[] = [];
  #portal: RunningPortal;
  #listener: { end: () => Promise<void> } | undefined;
  #lastCommit: number | null = null;
  #onCommit: (() => void) | undefined;

  private constructor(
    private readonly options: Parameters<typeof startPortal>[0],
    portal: RunningPortal,
  ) {
    this.#portal = portal;
  }

  static async start(options: Parameters<typeof startPortal>[0]): Promise<PortalUnderFire> {
    const under = new PortalUnderFire(options, await startPortal(options));
    const sql = openSql(under.superuserUrl);
    // Told at COMMIT and not before: what a listener hears of has been decided.
    await sql.unsafe(`
      create function ${RECEIVED}() returns trigger language plpgsql security definer as
        $$ begin perform pg_notify('${RECEIVED}', ''); return null; end $$;
      create trigger ${RECEIVED} after insert on receipts for each row execute function ${RECEIVED}();`);
    await sql.end();
    await under.#listen();
    return under;
  }

  get origin(): string {
    return this.#portal.origin;
  }

  get superuserUrl(): string {
    return this.#portal.superuserUrl;
  }

  /** Resolves at the next COMMIT of a report, or after `atMostMs`. */
  nextCommit(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#onCommit = undefined;
        resolve();
      };
      const timer = setTimeout(done, atMostMs);
      this.#onCommit = done;
    });
  }

  /** SIGKILL, then up again: the app by a start of ours, the database by the app. */
  async kill(victim: Victim, uploads: number): Promise<void> {
    const postmaster = victim === "app" ? undefined : this.#postmaster();
    const sinceCommitMs = this.#lastCommit === null ? null : performance.now() - this.#lastCommit;
    this.kills.push({ victim, sinceCommitMs, uploads });
    if (postmaster) process.kill(postmaster.pid, "SIGKILL");
    if (victim !== "database") process.kill(this.#portal.pid, "SIGKILL");
    const from = performance.now();
    await this.#listener?.end().catch(() => undefined);
    if (victim === "database") await this.#untilReady(postmaster?.pid);
    else this.#portal = await startPortal(this.options);
    this.recoveriesMs.push(performance.now() - from);
    await this.#listen();
  }

  async stop(): Promise<void> {
    await this.#listener?.end().catch(() => undefined);
    const sql = openSql(this.superuserUrl);
    await sql.unsafe(`drop trigger ${RECEIVED} on receipts; drop function ${RECEIVED}()`);
    await sql.end();
    await this.#portal.stop();
  }

  async #listen(): Promise<void> {
    const sql = openSql(this.superuserUrl);
    // One person sends a thousand reports: what a person may send and upload in a day is not what is under fire.
    const forgive = () =>
      sql`delete from rate_limits where key like 'upload-megabytes:writer%' or key like 'report:account%'`;
    await forgive();
    await sql.listen(RECEIVED, () => {
      this.#lastCommit = performance.now();
      this.#onCommit?.();
      // A database that was killed meanwhile forgives after its return.
      void forgive().catch(() => undefined);
    });
    this.#listener = { end: () => sql.end({ timeout: 1 }) };
  }

  #postmaster(): Postmaster {
    const { dataDir } = this.options;
    const state: unknown = JSON.parse(readFileSync(join(dataDir, "embedded.json"), "utf8"));
    const { cluster } = z.object({ cluster: z.string() }).parse(state);
    const found = readPostmaster(cluster.startsWith("/") ? cluster : join(dataDir, cluster));
    if (!found) throw new Error("there is no PostgreSQL to kill");
    return found;
  }

  async #untilReady(killed: number | undefined): Promise<void> {
    for (let waited = 0; waited < 60_000; waited += 50) {
      await delay(50);
      const ready = await fetch(`${this.origin}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready && this.#postmaster().pid !== killed) return;
    }
    throw new Error("the portal did not recover within 60 s");
  }
}
