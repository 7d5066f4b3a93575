import type { ReactNode } from "react";
import { SessionFrame } from "../session-frame";

export default function ResearcherLayout({ children }: { children: ReactNode }) {
  return <SessionFrame>{children}</SessionFrame>;
}
