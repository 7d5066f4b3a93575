"use client";

import { BusinessDays } from "@/components/policy/business-days";
import { ClauseSection } from "@/components/policy/clause-section";
import { OrganisationFooter } from "@/components/policy/organisation-footer";
import { TextLink } from "@/components/ui/text-link";
import { readable } from "@/lib/policy/edit/judge";
import { previewPath } from "@/lib/policy/edit/paths";
import type { EditorView } from "@/lib/policy/edit/types";
import type { LintSubject } from "@/lib/policy/lint/types";

/** A section as it will be read: the public page's own components over what is typed. */
export function SectionPreview({ view, draft, section }: { view: EditorView; draft: LintSubject; section: string }) {
  const document = readable(view, draft);
  const clause = document.clauses.find(({ key }) => key === section);
  const calendar = view.calendars.find(({ version }) => version === document.calendar.version) ?? view.calendars[0];
  if (clause) return <ClauseSection document={document} clause={clause} />;
  if (section === "organisation") return <OrganisationFooter document={document} />;
  if (section === "calendar" && calendar) return <BusinessDays document={document} calendar={calendar} />;
  return (
    <p>
      <TextLink href={previewPath(view.publicId)}>Preview of the whole policy</TextLink>, as it was last saved.
    </p>
  );
}
