import type { ComponentPropsWithRef } from "react";
import { cx } from "./class-names";

export function TextLink({ className, ...rest }: Omit<ComponentPropsWithRef<"a">, "style"> & { href: string }) {
  return <a className={cx("text-link underline underline-offset-4 hover:decoration-2", className)} {...rest} />;
}
