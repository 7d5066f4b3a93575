import { TextLink } from "@/components/ui/text-link";
import { rewardOf } from "@/lib/policy/document";
import { policyVersionPath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import { creditPlaceWords } from "@/lib/policy/wording";

/** What the program's own policy says of credit; it promises no more than that. */
export function CreditNotice({ document }: { document: PolicyDocument }) {
  const reward = rewardOf(document);
  if (!reward) {
    return <p className="max-w-measure">This policy says nothing about credit, so none is promised.</p>;
  }
  return (
    <p className="max-w-measure">
      {reward.summary} (
      <TextLink href={`${policyVersionPath(document.program, document.version)}#${reward.key}`}>
        clause {reward.key}
      </TextLink>
      ) Where you may be named: {lowerFirst(creditPlaceWords(reward.creditIn))}. Whether one is published is not decided
      here, and more than that is not promised.
    </p>
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
