import type { ReactNode } from "react";
import { OrganisationFooter } from "@/components/policy/organisation-footer";
import { SiteFrame } from "@/components/shell/site-frame";
import { loadProgram } from "./load";

export default async function ProgramLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ program: string }>;
}) {
  const { current } = await loadProgram((await params).program);
  return <SiteFrame legal={current ? <OrganisationFooter document={current.document} /> : null}>{children}</SiteFrame>;
}
