import type { ReactNode } from "react";
import { SiteFrame } from "@/components/shell/site-frame";
import { requestContext } from "@/lib/request/context";

export default async function ResearcherLayout({ children }: { children: ReactNode }) {
  const { actor } = await requestContext();
  const kind = actor.kind === "researcher" || actor.kind === "staff" ? actor.kind : "visitor";
  return <SiteFrame actor={{ kind }}>{children}</SiteFrame>;
}
