import "server-only";
import { type ScopeQuestion, scopeAnswer } from "@/lib/policy/scope/answer";
import type { PublishedPolicy } from "@/lib/policy/types";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { currentReceiptKey } from "../mutations";
import { signScopeAnswer } from "../receipt";

/** The exact bytes of the portal's signed answer to "may I test this?" under one version of a policy; nothing is kept. */
export async function signedScopeAnswer(
  ctx: Context,
  policy: PublishedPolicy,
  question: ScopeQuestion,
): Promise<string> {
  const { verdict, clauses, sentences } = scopeAnswer(policy.document, question);
  return inTransaction(ctx, async (tx) => {
    const { signing, portal } = await currentReceiptKey(tx);
    return signScopeAnswer(
      {
        type: "scope-answer",
        portal,
        program: policy.slug,
        answeredAt: tx.now.toISOString(),
        policy: { version: policy.document.version, hash: policy.contentHash },
        question: { ...question, exclusions: [...question.exclusions] },
        answer: { verdict, clauses: clauses.map(({ key }) => key), sentences },
      },
      signing,
    );
  });
}
