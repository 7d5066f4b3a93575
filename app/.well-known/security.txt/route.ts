import { cacheable, nothingHere } from "@/app/(public)/programs/[program]/cacheable";
import { orNull } from "@/app/(public)/programs/[program]/load";
import { env } from "@/lib/env/env";
import { currentPolicy } from "@/lib/policy/queries";
import { servedSecurityTxt } from "@/lib/policy/security-txt/queries";
import { listPrograms } from "@/lib/programs/queries";
import { visitorContext } from "@/lib/request/context";

export const dynamic = "force-dynamic";

/** A portal has one host (APP_URL), so its file is that of the first program with a public policy. */
export async function GET(request: Request): Promise<Response> {
  const first = (await listPrograms(visitorContext())).find((program) => program.policy);
  const policy = first && (await orNull(first.slug, () => currentPolicy(visitorContext(), first.slug)));
  const file = policy && (await servedSecurityTxt(visitorContext(), policy, env().APP_URL));
  return file ? cacheable(request, { text: file.text, type: "text/plain" }) : nothingHere();
}
