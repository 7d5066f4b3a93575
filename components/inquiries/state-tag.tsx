import { Tag } from "@/components/ui/tag";
import type { InquiryState } from "@/lib/inquiries/types";

export function InquiryStateTag({ state }: { state: InquiryState }) {
  switch (state) {
    case "open":
      return <Tag tone="soon">Waits for an answer</Tag>;
    case "answered":
      return <Tag tone="met">Answered</Tag>;
    case "closed":
      return <Tag>Closed</Tag>;
  }
}
