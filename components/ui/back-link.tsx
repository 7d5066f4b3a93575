import { ArrowLeft } from "lucide-react";
import { Icon } from "./icon";

export function BackLink({ href, children = "Back" }: { href: string; children?: string }) {
  return (
    <a
      href={href}
      className="inline-flex min-h-8 items-center gap-1.5 rounded-md text-link underline underline-offset-4 hover:decoration-2 pointer-coarse:min-h-11"
    >
      <Icon of={ArrowLeft} className="rtl:-scale-x-100" />
      {children}
    </a>
  );
}
