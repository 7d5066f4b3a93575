import type { ReactNode } from "react";

/** On paper, every sheet says which version it is of and by which bytes that can be checked. */
export function PrintedFoot({
  title,
  version,
  contentHash,
  children,
}: {
  title: string;
  version: string;
  contentHash: string;
  children: ReactNode;
}) {
  return (
    <div className="printed">
      {children}
      <div className="printed-foot hidden">
        <p className="border-t border-ink pt-2 text-xs">
          {title}, version {version} · SHA-256 <span className="font-mono">{contentHash}</span>
        </p>
      </div>
    </div>
  );
}
