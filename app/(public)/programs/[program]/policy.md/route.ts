import { policyMarkdown } from "@/lib/policy/plain";
import { currentPolicy } from "@/lib/policy/queries";
import { visitorContext } from "@/lib/request/context";
import { cacheable, nothingHere } from "../cacheable";
import { orNull } from "../load";

export async function GET(request: Request, { params }: { params: Promise<{ program: string }> }): Promise<Response> {
  const { program } = await params;
  const policy = await orNull(program, () => currentPolicy(visitorContext(), program));
  if (!policy) return nothingHere();
  return cacheable(request, { text: policyMarkdown(policy.document, policy.reviewedOn), type: "text/markdown" });
}
