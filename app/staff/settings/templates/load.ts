import { notFound } from "next/navigation";
import { templateRoom } from "@/lib/templates/queries";
import type { TemplateRoom, TemplateView } from "@/lib/templates/types";
import { address, type DeskContext, deskContext, orNotFound, type SearchParams, single } from "../../desk";

export const TEMPLATES_PATH = "/staff/settings/templates";

/** The templates of the program that the address names, or of the reader's first. */
export async function loadRoom(
  path: string,
  searchParams: SearchParams,
): Promise<{ ctx: DeskContext; room: TemplateRoom }> {
  const program = single((await searchParams).program);
  const ctx = await deskContext(address(path, { program }));
  return { ctx, room: await orNotFound(templateRoom(ctx, { programSlug: program })) };
}

export async function loadTemplate(id: string, searchParams: SearchParams) {
  const { room } = await loadRoom(`${TEMPLATES_PATH}/${id}`, searchParams);
  const template: TemplateView | undefined = room.templates.find((one) => one.id === id);
  if (!template || !room.mayChange) notFound();
  return { room, template };
}
