"use client";

import type { ReactNode } from "react";
import { useFormContextValue } from "@/components/forms/form-context";
import { TextLink } from "@/components/ui/text-link";

/** The form to change one fact, beneath a quiet word; open by itself when it was sent back. */
export function EditPanel({ label, reloadHref, children }: { label: string; reloadHref: string; children: ReactNode }) {
  const { code } = useFormContextValue();
  return (
    <details open={code !== undefined || undefined} className="group/edit">
      <summary className="inline-flex min-h-8 list-none items-center text-sm text-link underline underline-offset-4 hover:decoration-2 pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        {label}
      </summary>
      <div className="mt-1 mb-2 flex flex-col gap-4 border-s-2 border-line-strong ps-4">
        {code === "CONFLICT" ? (
          <p>
            <TextLink href={reloadHref} className="font-semibold">
              Look at the report as it is now
            </TextLink>
          </p>
        ) : null}
        {children}
      </div>
    </details>
  );
}
