"use client";

import type { ReactNode } from "react";
import { Button, type ButtonSize, type ButtonVariant } from "@/components/ui/button";
import { useFormContextValue } from "./form-context";

/**
 * Stays enabled while the form is being sent; the form ignores the second press. `name` and `value` tell the action which
 * button it was; `formNoValidate` sends without the checks of the browser ("Save and come back later").
 */
export function SubmitButton({
  children,
  variant = "primary",
  size = "normal",
  name,
  value,
  formNoValidate,
  pendingText,
}: {
  children: ReactNode;
  variant?: ButtonVariant;
  size?: ButtonSize;
  name?: string | undefined;
  value?: string | undefined;
  formNoValidate?: boolean | undefined;
  /** Shown instead of the label while sending. */
  pendingText?: string | undefined;
}) {
  const { pending } = useFormContextValue();
  return (
    <Button
      type="submit"
      variant={variant}
      size={size}
      name={name}
      value={value}
      formNoValidate={formNoValidate}
      aria-busy={pending || undefined}
    >
      {pending && pendingText ? pendingText : children}
    </Button>
  );
}
