import { Button } from "@/components/ui/button";

export function PrintButton() {
  return (
    <Button variant="quiet" size="compact" className="-ms-3 noscript:hidden" data-print-page="">
      Print this policy
    </Button>
  );
}
