import { CopyButton } from "@/components/ui/copy-button";
import { fingerprintGroups } from "@/lib/pgp/blocks";

/** A fingerprint in groups of four, to be compared by eye; copied without the gaps' meaning lost to gpg. */
export function Fingerprint({ fingerprint, copy = false }: { fingerprint: string; copy?: boolean }) {
  const groups = fingerprintGroups(fingerprint);
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <code className="font-mono text-sm break-words tabular-nums">{groups}</code>
      {copy ? <CopyButton text={groups} label="Copy fingerprint" /> : null}
    </span>
  );
}
