import { policyBytes } from "@/lib/policy/hash";
import { versionOfSegment } from "@/lib/policy/paths";
import { policyByVersion } from "@/lib/policy/queries";
import { visitorContext } from "@/lib/request/context";
import { cacheable, nothingHere } from "../../../../cacheable";
import { orNull } from "../../../../load";

type Props = { params: Promise<{ program: string; version: string }> };

/** `policy/v/1.2.json`, rewritten here by next.config: a page and a route cannot share one segment. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { program, version: segment } = await params;
  const version = versionOfSegment(segment);
  if (version === null) return nothingHere();
  const policy = await orNull(program, () => policyByVersion(visitorContext(), program, version));
  if (!policy) return nothingHere();
  const text = policyBytes(policy.document);
  return cacheable(request, { text, type: "application/json", etag: policy.contentHash, immutable: true });
}
