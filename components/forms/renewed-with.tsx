"use client";

import { Fragment, type ReactNode, useState } from "react";

/**
 * Makes the forms inside anew when what they are about has changed. A key of the server's own would do that too, but
 * an answer to a form sent without scripts finds its form by the keys around it: what was typed would be lost.
 */
export function RenewedWith({ mark, children }: { mark: string | number; children: ReactNode }) {
  const [first] = useState(mark);
  return <Fragment key={mark === first ? "first" : mark}>{children}</Fragment>;
}
