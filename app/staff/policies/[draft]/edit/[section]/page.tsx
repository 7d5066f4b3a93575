import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ClauseTools } from "@/components/policy-editor/clause-tools";
import { EditFrame } from "@/components/policy-editor/edit-frame";
import { FindingList } from "@/components/policy-editor/finding-list";
import { SectionEditor } from "@/components/policy-editor/section-editor";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { sectionMark } from "@/lib/policy/edit/document";
import { editPath, previewPath } from "@/lib/policy/edit/paths";
import { cureOf } from "@/lib/policy/edit/pointers";
import { type Section, sectionOf, sectionsOf } from "@/lib/policy/edit/sections";
import type { EditorView } from "@/lib/policy/edit/types";
import { type SearchParams, single } from "../../../../desk";
import { draftPage } from "../../draft-page";
import { changeClauseForm, saveSectionForm } from "../actions";

type Props = { params: Promise<{ draft: string; section: string }>; searchParams: SearchParams };

async function sectionPage({ params }: Pick<Props, "params">) {
  const { draft, section: asked } = await params;
  const id = decodeURIComponent(asked);
  const page = await draftPage(draft, editPath(draft, id));
  const section = sectionOf(page.view.document, id);
  if (!section) notFound();
  return { ...page, section };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { section, view } = await sectionPage(props);
  return { title: `${section.title} – ${view.document.title ?? "a policy"}` };
}

export default async function EditSectionPage(props: Props) {
  const { view, verdict, section } = await sectionPage(props);
  const saved = single((await props.searchParams).saved) !== undefined;
  const mark = sectionMark(view.document, section);
  return (
    <EditFrame view={view} verdict={verdict} place="edit" title={section.title}>
      {saved ? <Notice kind="success" live="status" title="Saved" /> : null}
      {view.editable ? (
        <>
          <SectionEditor
            key={section.id}
            view={view}
            sectionId={section.id}
            mark={mark}
            verdict={verdict}
            save={saveSectionForm.bind(null, view.publicId, section.id)}
          />
          {section.clause ? (
            <ClauseTools clause={section.clause} mark={mark} change={changeClauseForm.bind(null, view.publicId)} />
          ) : null}
        </>
      ) : (
        <>
          <Notice kind="info" title="You may read this draft">
            A coordinator or the policy owner of the program changes it, as long as it is open.{" "}
            <TextLink href={previewPath(view.publicId, section.clause?.key)}>Read it as a page</TextLink>
          </Notice>
          <FindingList
            publicId={view.publicId}
            draft={view.document}
            findings={verdict.findings.filter((finding) => cureOf(view.document, finding)?.section === section.id)}
            here={section.id}
          />
        </>
      )}
      <Neighbours view={view} section={section} />
    </EditFrame>
  );
}

/** The part before and the part after, in the order of the page. */
function Neighbours({ view, section }: { view: EditorView; section: Section }) {
  const sections = sectionsOf(view.document);
  const at = sections.findIndex(({ pointer, id }) => pointer === section.pointer && id === section.id);
  const [before, after] = [sections[at - 1], sections[at + 1]];
  return (
    <nav
      aria-label="Neighbouring parts"
      className="flex flex-wrap justify-between gap-x-6 gap-y-2 border-t border-line pt-4"
    >
      {before ? <TextLink href={editPath(view.publicId, before.id)}>Before: {before.title}</TextLink> : <span />}
      {after ? <TextLink href={editPath(view.publicId, after.id)}>Next: {after.title}</TextLink> : <span />}
    </nav>
  );
}
