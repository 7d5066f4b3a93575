import type { ReactNode } from "react";
import { SiteFrame } from "@/components/shell/site-frame";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <SiteFrame>
      <div className="flex max-w-form flex-col gap-10">{children}</div>
    </SiteFrame>
  );
}
