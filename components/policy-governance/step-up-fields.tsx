import { TextField } from "@/components/forms/fields";
import { Notice } from "@/components/ui/notice";
import type { StepUpMeans } from "@/lib/accounts/types";

/** Inside the form of what needs it: the second factor, asked for again. */
export function StepUpFields({ means }: { means: StepUpMeans }) {
  if (means === "given") {
    return <p className="text-ink-soft">You gave your second factor just now. It counts for five minutes.</p>;
  }
  if (means === "demonstration") {
    return (
      <Notice title="Your second factor counts as given">
        <input type="hidden" name="stepUp" value="demonstration" />
        <p>This is an account of the demonstration and has no authenticator. Anywhere else a code is asked for here.</p>
      </Notice>
    );
  }
  return (
    <>
      <input type="hidden" name="stepUp" value="code" />
      <TextField
        name="code"
        label="Your second factor, again"
        hint="The six digits that your authenticator app shows now, or one of your recovery codes"
        mono
        width="medium"
        autoComplete="one-time-code"
      />
    </>
  );
}
