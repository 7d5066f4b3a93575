import type { ReactNode } from "react";
import { Tabs } from "@/components/triage/queue-heading";
import { PageHeading } from "@/components/ui/page-heading";
import { Tag } from "@/components/ui/tag";
import type { Verdict } from "@/lib/policy/edit/judge";
import { changesPath, draftPath, editPath, findingsPath, previewPath } from "@/lib/policy/edit/paths";
import type { EditorView } from "@/lib/policy/edit/types";
import { STAGE_WORDS } from "@/lib/policy/life";
import { countWords } from "@/lib/policy/lint/report";

type Place = "edit" | "findings" | "preview" | "changes";

/** Heading and places of a draft that is being written. */
export function EditFrame({
  view,
  verdict,
  place,
  title,
  children,
}: {
  view: EditorView;
  verdict: Verdict;
  place: Place;
  /** The h1; absent where what is shown brings its own. */
  title?: string;
  children: ReactNode;
}) {
  const { publicId } = view;
  const counted = verdict.findings.length === 0 ? "Findings" : `Findings: ${countWords(verdict.findings)}`;
  const tabs = [
    { href: draftPath(publicId), text: "Overview", current: false },
    { href: editPath(publicId), text: "Edit", current: place === "edit" },
    { href: findingsPath(publicId), text: counted, current: place === "findings" },
    { href: previewPath(publicId), text: "Preview", current: place === "preview" },
    { href: changesPath(publicId), text: "Changes", current: place === "changes" },
  ];
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-2 text-ink-soft">
          {view.document.title ?? "A policy without a title"}
          {view.document.version ? `, version ${view.document.version}` : ""}
          <Tag>{STAGE_WORDS[view.stage]}</Tag>
        </p>
        {title ? <PageHeading face="sans">{title}</PageHeading> : null}
        <Tabs label="Places of this draft" tabs={tabs} />
      </div>
      {children}
    </div>
  );
}
