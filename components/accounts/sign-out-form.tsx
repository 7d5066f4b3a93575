import { Button } from "@/components/ui/button";

/** A plain POST: works without scripts, and its answer can tell the browser to forget. */
export function SignOutForm() {
  return (
    <form method="post" action="/sign-out">
      <Button type="submit" variant="quiet" size="compact">
        Sign out
      </Button>
    </form>
  );
}
