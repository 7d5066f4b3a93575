import type { Database } from "@/db/client";
import type { Actor } from "@/lib/auth/policy";
import { appSecret } from "@/lib/env/env";
import { codeHash, codeOfDraft } from "@/lib/guests/code-hash";
import type { PolicyDocument } from "@/lib/policy/schema";
import { saveDraftStep, startDraft } from "@/lib/reports/drafts/mutations";
import { STEPS } from "@/lib/reports/form/answers";
import { fieldsOn, stepForm } from "@/lib/reports/form/report-form";
import { type MoveInput, moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { submitReport } from "@/lib/reports/mutations/submit";
import { getStaffReport } from "@/lib/reports/queries";
import type { Context } from "@/lib/request/transaction";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { hashToken } from "@/lib/vault/lookup";

export type Cast = { researcher: Actor; triager: Actor; coordinator: Actor };
export type Part = keyof Cast;

type Typed = Record<string, string | string[]>;

/**
 * Tells one report's story through the portal's own mutations, each at its moment: nothing of the
 * demonstration is inserted past the rules.
 */
export class Telling {
  private reference = "";
  private version = 1;

  constructor(
    private readonly db: Database,
    private cast: Cast,
    private readonly policy: PolicyDocument,
    /** The instant the story is told from. */
    private readonly now: Date,
    /** Of a guest, whose receipt code is made from it. */
    private readonly guestToken?: string,
  ) {}

  /** The reporter writes and sends the report, `hoursAgo` before now. */
  async sent(hoursAgo: number, told: Typed): Promise<this> {
    const typed: Typed = { policyVersion: this.policy.version, ...told };
    const { publicId, guestToken } = await startDraft(this.as("researcher", hoursAgo), {
      programSlug: this.policy.program,
      guestToken: this.guestToken,
    });
    if (guestToken !== null) this.becomesGuest(guestToken);
    const ctx = this.as("researcher", hoursAgo);
    let rev = 1;
    for (const step of STEPS) {
      for (const part of ["step", "notice"] as const) {
        const fields = fieldsOn(stepForm(this.policy, step), part);
        const names = fields.map(({ name }) => name as string);
        const values = Object.fromEntries(Object.entries(typed).filter(([name]) => names.includes(name)));
        if (part === "notice" && Object.keys(values).length === 0) continue;
        await saveDraftStep(ctx, { publicId, step, part, rev, values, keep: "judged", changing: false });
        rev += 1;
      }
    }
    ({ reference: this.reference } = await submitReport(ctx, {
      draftPublicId: publicId,
      draftTokens: guestToken === null ? [] : [guestToken],
    }));
    return this;
  }

  async move(hoursAgo: number, part: Part, input: Partial<MoveInput> & Pick<MoveInput, "move">): Promise<this> {
    const moved = await moveReport(
      this.as(part, hoursAgo),
      this.reference,
      moveSchema.parse({ ...input, version: this.version }),
    );
    this.version = moved.version;
    return this;
  }

  async says(hoursAgo: number, part: Part, text: string): Promise<this> {
    await sendMessage(this.as(part, hoursAgo), this.reference, { text });
    // A first answer also acknowledges, an answer to a question takes the report up again.
    const report = await getStaffReport(this.as("coordinator", hoursAgo), this.reference);
    this.version = report.version;
    return this;
  }

  async notes(hoursAgo: number, part: Part, text: string): Promise<this> {
    await addNote(this.as(part, hoursAgo), this.reference, { text });
    return this;
  }

  /** Anything else that somebody does with the report. */
  async does(hoursAgo: number, part: Part, deed: (ctx: Context, reference: string) => Promise<void>): Promise<this> {
    await deed(this.as(part, hoursAgo), this.reference);
    return this;
  }

  /** Whoever wrote without an account holds the draft's token and, once it is sent, the receipt code made from it. */
  private becomesGuest(token: string): void {
    const code = codeHash(appSecret(), codeOfDraft(appSecret(), token));
    const researcher: Actor = { kind: "guest", proofs: [hashToken(token).toString("hex"), code] };
    this.cast = { ...this.cast, researcher };
  }

  private as(part: Part, hoursAgo: number): Context {
    const moment = this.now.getTime() - hoursAgo * 3_600_000;
    return { actor: this.cast[part], db: this.db, clockOffsetMs: moment - Date.now() };
  }
}
