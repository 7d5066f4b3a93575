"use client";

import { useFormContextValue } from "@/components/forms/form-context";

/** When somebody else was faster: the way to see what they did. What was typed stays in the form until it is followed. */
export function ReloadAfterConflict({ href, what = "the report" }: { href: string; what?: string }) {
  const { code } = useFormContextValue();
  if (code !== "CONFLICT") return null;
  return (
    <p>
      <a href={href} className="font-semibold text-link underline underline-offset-4">
        Look at {what} as it is now
      </a>
    </p>
  );
}
