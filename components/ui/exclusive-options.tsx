"use client";

import { useEffect, useRef } from "react";
import { clearExcluded } from "./page-behaviour";

/** Lets an exclusive checkbox of the group around it clear the others. */
export function ExclusiveOptions() {
  const anchor = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const group = anchor.current?.closest("fieldset");
    group?.addEventListener("change", clearExcluded);
    return () => group?.removeEventListener("change", clearExcluded);
  }, []);

  return <span ref={anchor} hidden />;
}
