import { env } from "@/lib/env/env";
import { programPath } from "@/lib/policy/paths";
import { currentPolicy } from "@/lib/policy/queries";
import { securityTxt } from "@/lib/policy/security-txt/build";
import { visitorContext } from "@/lib/request/context";
import { cacheable, nothingHere } from "../cacheable";
import { orNull } from "../load";

export async function GET(request: Request, { params }: { params: Promise<{ program: string }> }): Promise<Response> {
  const { program } = await params;
  const policy = await orNull(program, () => currentPolicy(visitorContext(), program));
  if (!policy) return nothingHere();
  const text = securityTxt({
    document: policy.document,
    appUrl: env().APP_URL,
    path: `${programPath(program)}/security.txt`,
    keyPath: null,
    now: policy.readAt,
  });
  return text === null ? nothingHere() : cacheable(request, { text, type: "text/plain" });
}
