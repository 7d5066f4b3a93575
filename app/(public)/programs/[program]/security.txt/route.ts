import { env } from "@/lib/env/env";
import { currentPolicy } from "@/lib/policy/queries";
import { servedSecurityTxt } from "@/lib/policy/security-txt/queries";
import { visitorContext } from "@/lib/request/context";
import { cacheable, nothingHere } from "../cacheable";
import { orNull } from "../load";

export async function GET(request: Request, { params }: { params: Promise<{ program: string }> }): Promise<Response> {
  const { program } = await params;
  const policy = await orNull(program, () => currentPolicy(visitorContext(), program));
  const file = policy && (await servedSecurityTxt(visitorContext(), policy, env().APP_URL));
  return file ? cacheable(request, { text: file.text, type: "text/plain" }) : nothingHere();
}
