import { CopyButton } from "@/components/ui/copy-button";

/** The public handle of a report, to be read out or copied. */
export function Reference({ reference }: { reference: string }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <code className="font-mono text-sm whitespace-nowrap select-all">{reference}</code>
      <CopyButton text={reference} label="Copy reference" />
    </span>
  );
}
