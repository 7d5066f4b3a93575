import type { ReactNode } from "react";
import { SessionFrame } from "../session-frame";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <SessionFrame>
      <div className="flex max-w-form flex-col gap-10">{children}</div>
    </SessionFrame>
  );
}
