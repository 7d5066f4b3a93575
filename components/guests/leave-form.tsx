import { Button } from "@/components/ui/button";

/** A plain POST: works without scripts, and its answer can tell the browser to forget. */
export function LeaveForm() {
  return (
    <form method="post" action="/track/leave">
      <Button type="submit" variant="quiet" size="compact">
        Leave this report
      </Button>
    </form>
  );
}
