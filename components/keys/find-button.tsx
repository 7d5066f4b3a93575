"use client";

import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

/** Opens the palette for who has no Ctrl K at hand. Without scripts there is none: its place is kept, so that nothing moves. */
export function FindButton() {
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return (
    <Button
      variant="secondary"
      size="compact"
      className={mounted ? undefined : "invisible"}
      data-opens="palette"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
    >
      <Icon of={Search} />
      Find
    </Button>
  );
}
