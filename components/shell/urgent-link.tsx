import { TriangleAlert } from "lucide-react";
import { Icon } from "@/components/ui/icon";

/** The stop-and-report lane: the same link, last in the header of every page (WCAG 2.2, 3.2.6). */
export function UrgentLink() {
  return (
    <a
      href="/urgent"
      className="inline-flex min-h-11 items-center gap-1.5 rounded-md px-2 font-semibold text-breach underline-offset-4 hover:underline"
    >
      <Icon of={TriangleAlert} />
      Saw someone’s data?
    </a>
  );
}
