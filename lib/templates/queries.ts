import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { calendarVersions, programs, templates } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { TEMPLATES_MAX } from "./schema";
import type { TemplateRoom, TemplateView } from "./types";

function viewOf(row: typeof templates.$inferSelect): TemplateView {
  const { publicId, title, body, move, language, rev, changedAt, retiredAt } = row;
  return {
    id: publicId,
    title,
    body,
    move,
    language,
    rev,
    changedAt: changedAt.toISOString(),
    retired: retiredAt !== null,
  };
}

/** The templates of a program, for staff who write or answer for them. NOT_FOUND for everybody else. */
export async function templateRoom(ctx: Context, input: { programSlug?: string | undefined }): Promise<TemplateRoom> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const program = ctx.actor.memberships
    .filter((membership) => can(ctx.actor, "templates.read", membership))
    .find(({ programSlug }) => !input.programSlug || programSlug === input.programSlug);
  if (!program) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select()
      .from(templates)
      .where(eq(templates.programId, program.programId))
      .orderBy(asc(templates.createdAt), asc(templates.id))
      .limit(TEMPLATES_MAX);
    const [calendar] = await tx.db
      .select({ calendar: calendarVersions.calendar })
      .from(calendarVersions)
      .where(eq(calendarVersions.programId, program.programId))
      .limit(1);
    return {
      programSlug: program.programSlug,
      mayChange: can(tx.actor, "templates.change", program),
      zone: calendar?.calendar.zone ?? "UTC",
      templates: rows.map(viewOf),
    };
  });
}

/** The templates in use of a program whose report is at hand; row security answers who has no part in it with none. */
export async function templatesInUse(ctx: Context, programSlug: string): Promise<TemplateView[]> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select()
      .from(templates)
      .innerJoin(programs, eq(programs.id, templates.programId))
      .where(and(eq(programs.slug, programSlug), isNull(templates.retiredAt)))
      .orderBy(asc(templates.createdAt), asc(templates.id))
      .limit(TEMPLATES_MAX);
    return rows
      .filter(({ programs: program }) => can(tx.actor, "templates.read", { programId: program.id }))
      .map(({ templates: row }) => viewOf(row));
  });
}
