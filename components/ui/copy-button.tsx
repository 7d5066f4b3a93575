"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Button } from "./button";
import { Icon } from "./icon";

const never = () => () => {};
const canCopy = () => typeof navigator.clipboard?.writeText === "function";
const onServer = () => false;

/**
 * Shown where the browser can copy; the text stands beside it and can always be selected by hand. Its place is kept from
 * the first paint: a page that moves when its scripts begin moves what is about to be pressed.
 */
export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const able = useSyncExternalStore(never, canCopy, onServer);
  const [result, setResult] = useState<"copied" | "failed">();

  useEffect(() => {
    if (!result) return;
    const timer = setTimeout(() => setResult(undefined), 4000);
    return () => clearTimeout(timer);
  }, [result]);

  const said = result === "copied" ? "Copied" : result === "failed" ? "Could not copy" : "";
  return (
    <>
      <Button
        variant="secondary"
        size="compact"
        data-print="no"
        className={able ? undefined : "invisible"}
        onClick={() => {
          navigator.clipboard.writeText(text).then(
            () => setResult("copied"),
            () => setResult("failed"),
          );
        }}
      >
        <Icon of={result === "copied" ? Check : Copy} />
        {said || label}
      </Button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
