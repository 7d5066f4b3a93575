"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { PrintReceipt } from "@/components/receipts/print-receipt";
import { CopyButton } from "@/components/ui/copy-button";

/** A receipt code in the one answer that ever holds it. The heading takes the focus, so that nobody misses it. */
export function CodeOnce({
  title,
  reference,
  code,
  children,
}: {
  title: string;
  reference: string;
  code: string;
  /** Where to go once it is kept. */
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section
      aria-labelledby="code-once"
      className="flex flex-col gap-5 rounded-lg border-2 border-met bg-met-bg p-5 sm:p-8"
    >
      <title>{`${title} – Safe Harbour`}</title>
      <h2 id="code-once" ref={heading} tabIndex={-1} className="font-heading text-2xl font-semibold">
        {title}
      </h2>
      <dl className="flex flex-col gap-4">
        <div>
          <dt>Reference</dt>
          <dd className="font-mono text-xl font-semibold select-all">{reference}</dd>
        </div>
        <div>
          <dt>Your receipt code</dt>
          <dd className="flex flex-wrap items-center gap-3">
            {/* A break between groups only, wherever the width asks for one. */}
            <code className="font-mono text-xl font-semibold select-all">
              {code.match(/.{1,10}/g)?.map((part) => (
                <span key={part} className="inline-block whitespace-nowrap">
                  {part}
                </span>
              ))}
            </code>
            <CopyButton text={code} label="Copy the code" />
          </dd>
        </div>
      </dl>
      <p>
        <strong className="font-semibold">Keep both now: the code is shown this once.</strong> We store only a
        fingerprint of it. Without it nobody, including us, can show you the report again. It is in no mail and in no
        address.
      </p>
      <div className="flex flex-wrap gap-3">
        {children}
        <PrintReceipt />
      </div>
    </section>
  );
}
