import { cacheable } from "@/app/(public)/programs/[program]/cacheable";
import { env } from "@/lib/env/env";
import { robots } from "./rules";

export const dynamic = "force-dynamic";

export function GET(request: Request): Response {
  return cacheable(request, { text: robots(env().APP_URL), type: "text/plain" });
}
