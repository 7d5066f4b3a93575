import type { ComponentPropsWithRef, ReactNode } from "react";
import { cx } from "./class-names";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "normal" | "compact";

const shape =
  "inline-flex items-center justify-center gap-2 rounded-md border text-center font-semibold no-underline transition-colors select-none";

const sizes: Record<ButtonSize, string> = {
  normal: "min-h-10 px-4 py-1.5 text-base pointer-coarse:min-h-11",
  compact: "min-h-8 px-3 py-1 text-sm pointer-coarse:min-h-11",
};

const variants: Record<ButtonVariant, string> = {
  primary: "border-accent bg-accent text-accent-ink hover:border-accent-strong hover:bg-accent-strong",
  secondary: "border-line-strong bg-surface text-ink hover:border-ink hover:bg-sunken",
  quiet: "border-transparent bg-transparent text-link underline underline-offset-4 hover:bg-sunken hover:decoration-2",
  danger: "border-breach bg-surface text-breach hover:bg-breach-bg",
};

export function buttonClasses({
  variant = "primary",
  size = "normal",
  className,
}: {
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string | undefined;
}): string {
  const width = size === "normal" && "w-full sm:w-fit";
  return cx(shape, sizes[size], variants[variant], width, className);
}

type Look = { variant?: ButtonVariant; size?: ButtonSize; className?: string | undefined; children: ReactNode };

/** Never disabled: a button that cannot act says why after the press. */
export function Button({
  variant = "primary",
  size = "normal",
  type = "button",
  className,
  ...rest
}: Look & Omit<ComponentPropsWithRef<"button">, "disabled" | "style">) {
  return <button type={type} className={buttonClasses({ variant, size, className })} {...rest} />;
}

export function ButtonLink({
  variant = "primary",
  size = "normal",
  className,
  ...rest
}: Look & Omit<ComponentPropsWithRef<"a">, "style"> & { href: string }) {
  return <a className={buttonClasses({ variant, size, className })} {...rest} />;
}
