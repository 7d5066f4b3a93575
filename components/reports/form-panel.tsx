"use client";

import type { ReactNode } from "react";
import { useFormContextValue } from "@/components/forms/form-context";
import { buttonClasses } from "@/components/ui/button";

/** Fields beneath the button that opens them; open by itself when they were sent back with errors. */
export function FormPanel({
  label,
  grave = false,
  open = false,
  children,
}: {
  label: string;
  grave?: boolean;
  open?: boolean;
  children: ReactNode;
}) {
  const { code } = useFormContextValue();
  return (
    <details open={open || code !== undefined || undefined} className="group/panel">
      <summary
        className={buttonClasses({
          variant: grave ? "danger" : "secondary",
          size: "compact",
          className:
            "list-none after:-mt-1 after:size-1.5 after:rotate-45 after:border-e after:border-b after:border-current group-open/panel:after:mt-1 group-open/panel:after:-rotate-135 [&::-webkit-details-marker]:hidden",
        })}
      >
        {label}
      </summary>
      <div className="mt-3 flex max-w-form flex-col gap-4 border-s-2 border-line-strong ps-4">{children}</div>
    </details>
  );
}
