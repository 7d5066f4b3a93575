import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

type Waiting = {
  publicId: string;
  version: string | null;
  programName: string;
  waitsFor: "sign" | "approve" | "publish";
};

const WORDS: Record<Waiting["waitsFor"], { waits: string; link: string; page: string }> = {
  sign: { waits: "waits for your signature", link: "Review and sign", page: "/sign" },
  approve: { waits: "waits for your approval", link: "Look at it and approve", page: "/approve" },
  publish: { waits: "can be published", link: "Open the draft", page: "" },
};

/** On the desk of whoever a draft waits for. */
export function DraftNotice({ draft: { publicId, version, programName, waitsFor } }: { draft: Waiting }) {
  const { waits, link, page } = WORDS[waitsFor];
  return (
    <Notice title={`${version ? `Version ${version}` : "A draft"} of the policy of ${programName} ${waits}`}>
      <TextLink href={`/staff/policies/${publicId}${page}`}>{link}</TextLink>
    </Notice>
  );
}
