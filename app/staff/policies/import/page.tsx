import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ImportDesk } from "@/components/policy-import/import-desk";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { can } from "@/lib/auth/policy";
import { IMPORT_PATH, POLICIES_PATH } from "@/lib/policy/edit/paths";
import { deskContext } from "../../desk";
import { importForm } from "./actions";

/** The programs whose policy the reader may write. Nobody else finds the page. */
async function editablePrograms(): Promise<string[]> {
  const { actor } = await deskContext(IMPORT_PATH);
  const slugs = actor.memberships
    .filter((membership) => can(actor, "policy_draft.edit", membership))
    .map(({ programSlug }) => programSlug);
  if (slugs.length === 0) notFound();
  return [...new Set(slugs)];
}

export async function generateMetadata(): Promise<Metadata> {
  await editablePrograms();
  return { title: "Import a policy" };
}

export default async function ImportPage() {
  const programs = (await editablePrograms()).map((slug) => ({ value: slug, label: slug }));
  return (
    <div className="flex flex-col gap-6">
      <BackLink href={POLICIES_PATH}>Policies</BackLink>
      <PageHeading face="sans">Import a policy</PageHeading>
      <ImportDesk programs={programs} action={importForm} />
    </div>
  );
}
