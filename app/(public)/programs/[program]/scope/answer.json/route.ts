import { currentPolicy } from "@/lib/policy/queries";
import { askedScope } from "@/lib/policy/scope/question";
import { signedScopeAnswer } from "@/lib/receipts/scope-answer/queries";
import { visitorContext } from "@/lib/request/context";
import { nothingHere } from "../../cacheable";
import { orNull } from "../../load";

const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** The signed answer to the question in the address: a file to keep, which the page for receipts verifies. */
export async function GET(request: Request, { params }: { params: Promise<{ program: string }> }): Promise<Response> {
  const { program } = await params;
  const ctx = visitorContext();
  const policy = await orNull(program, () => currentPolicy(ctx, program));
  if (!policy) return nothingHere();
  const { searchParams } = new URL(request.url);
  const query = Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]));
  const asked = askedScope(query);
  if (asked.state !== "asked") {
    const problem = asked.state === "invalid" ? Object.values(asked.errors).join(". ") : "Ask a question first";
    return new Response(`${problem}.\n`, {
      status: 400,
      headers: { ...HEADERS, "content-type": "text/plain; charset=utf-8" },
    });
  }
  return new Response(await signedScopeAnswer(ctx, policy, asked.question), {
    headers: {
      ...HEADERS,
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${program}-scope-answer.json"`,
    },
  });
}
