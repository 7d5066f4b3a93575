import type { Metadata } from "next";
import { approveDraftAction } from "../../actions";
import { type DraftProps, loadPolicyDraft } from "../load";
import { SignPage } from "../sign-page";

export async function generateMetadata({ params }: DraftProps): Promise<Metadata> {
  const { draft } = await loadPolicyDraft((await params).draft, "/approve");
  return { title: `Approve version ${draft.document.version ?? ""} of ${draft.programName}` };
}

export default async function ApproveDraftPage({ params }: DraftProps) {
  const { ctx, draft } = await loadPolicyDraft((await params).draft, "/approve");
  return <SignPage ctx={ctx} draft={draft} kind="approve" action={approveDraftAction.bind(null, draft.publicId)} />;
}
