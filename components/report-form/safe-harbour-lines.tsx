import { ShieldCheck } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import { safeHarbourOf } from "@/lib/policy/document";
import type { PolicyDocument } from "@/lib/policy/schema";

/** This program's own safe harbour, in its lines. */
export function SafeHarbourLines({ document, programSlug }: { document: PolicyDocument; programSlug: string }) {
  const clause = safeHarbourOf(document);
  if (!clause) return null;
  return (
    <section aria-labelledby="safe-harbour" className="rounded-lg border border-met bg-met-bg p-5">
      <h2 id="safe-harbour" className="flex items-center gap-2 font-semibold text-met">
        <Icon of={ShieldCheck} size={20} />
        Safe harbour
      </h2>
      <ul className="mt-2 flex flex-col gap-1">
        {clause.summary.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="mt-2 text-sm">
        <TextLink href={`/programs/${programSlug}/policy#${clause.key}`} target="_blank">
          Clause {clause.key}, {clause.heading}
          <span className="sr-only"> (opens in a new tab)</span>
        </TextLink>
      </p>
    </section>
  );
}
