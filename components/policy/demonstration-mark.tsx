import { isDemonstrationValue } from "@/lib/policy/demonstration";
import type { PolicyDocument } from "@/lib/policy/schema";

/** Stands beside a value that the real policy does not state; nothing beside the others. */
export function DemonstrationMark({ document, pointer }: { document: PolicyDocument; pointer: string }) {
  if (!isDemonstrationValue(document, pointer)) return null;
  return (
    <small className="block font-sans text-xs text-ink-faint italic">demonstration value, the source states none</small>
  );
}
