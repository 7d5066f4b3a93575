import { Tag, type TagTone } from "@/components/ui/tag";
import { type DraftStage, STAGE_WORDS } from "@/lib/policy/life";

const TONES: Record<DraftStage, TagTone> = {
  draft: "neutral",
  in_review: "soon",
  approved: "met",
  published: "met",
  withdrawn: "neutral",
};

export function StageTag({ stage }: { stage: DraftStage }) {
  return (
    <Tag tone={TONES[stage]} fill={stage === "in_review"}>
      {STAGE_WORDS[stage]}
    </Tag>
  );
}
