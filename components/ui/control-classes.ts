import { cx } from "./class-names";

/** Border, height and colours shared by the native text controls. */
export function controlClasses(error: string | undefined, className?: string): string {
  return cx(
    "block w-full max-w-full rounded-md border bg-surface px-3 py-1.5 text-base text-ink",
    "min-h-10 pointer-coarse:min-h-11",
    error ? "border-2 border-breach" : "border-line-strong hover:border-ink-soft",
    className,
  );
}
