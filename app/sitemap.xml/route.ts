import { cacheable } from "@/app/(public)/programs/[program]/cacheable";
import { env } from "@/lib/env/env";
import { listPrograms } from "@/lib/programs/queries";
import { visitorContext } from "@/lib/request/context";
import { sitemap } from "./pages";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  const programs = await listPrograms(visitorContext());
  const listed = programs.map(({ slug, policy }) => ({ slug, revisedOn: policy?.revisedOn ?? null }));
  return cacheable(request, { text: sitemap(listed, env().APP_URL), type: "application/xml" });
}
