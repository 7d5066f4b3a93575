"use client";

import { Button } from "@/components/ui/button";

/** Without scripts the browser's own menu prints the same sheet. */
export function PrintReceipt() {
  return (
    <Button variant="secondary" onClick={() => window.print()}>
      Print
    </Button>
  );
}
