import { env } from "@/lib/env/env";
import { policyRevisions } from "@/lib/policy/compare/queries";
import { policyFeed } from "@/lib/policy/feed/atom";
import { programWithPolicy } from "@/lib/policy/queries";
import { visitorContext } from "@/lib/request/context";
import { cacheable, nothingHere } from "../../cacheable";
import { orNull } from "../../load";

export async function GET(request: Request, { params }: { params: Promise<{ program: string }> }): Promise<Response> {
  const { program: slug } = await params;
  const ctx = visitorContext();
  const program = await orNull(slug, () => programWithPolicy(ctx, slug));
  const revisions = await orNull(slug, () => policyRevisions(ctx, slug));
  if (!program || !revisions) return nothingHere();
  const name = program.current?.document.organisation.tradeName ?? slug;
  const text = policyFeed(env().APP_URL, { slug, name }, revisions);
  return cacheable(request, { text, type: "application/atom+xml" });
}
