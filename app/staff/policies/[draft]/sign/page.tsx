import type { Metadata } from "next";
import { signDraftAction } from "../../actions";
import { type DraftProps, loadPolicyDraft } from "../load";
import { SignPage } from "../sign-page";

export async function generateMetadata({ params }: DraftProps): Promise<Metadata> {
  const { draft } = await loadPolicyDraft((await params).draft, "/sign");
  return { title: `Sign version ${draft.document.version ?? ""} of ${draft.programName}` };
}

export default async function SignDraftPage({ params }: DraftProps) {
  const { ctx, draft } = await loadPolicyDraft((await params).draft, "/sign");
  return <SignPage ctx={ctx} draft={draft} kind="sign" action={signDraftAction.bind(null, draft.publicId)} />;
}
