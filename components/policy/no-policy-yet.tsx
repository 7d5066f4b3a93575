import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { PageFrame } from "./page-frame";

export function NoPolicyYet() {
  return (
    <PageFrame>
      <PageHeading>Program</PageHeading>
      <EmptyState
        title="This program has not published its policy yet"
        action={<TextLink href="/">Other programs of this portal</TextLink>}
      >
        It takes reports as soon as it says what it promises.
      </EmptyState>
    </PageFrame>
  );
}
