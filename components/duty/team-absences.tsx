import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Tag } from "@/components/ui/tag";
import { When } from "@/components/ui/when";
import type { Colleague } from "@/lib/absences/types";

/** Everybody of the team: in, away, or away soon, with the way back for whoever may say so. */
export function TeamAbsences({
  team,
  backFor,
}: {
  team: readonly Colleague[];
  backFor: (handle: string) => FormAction<undefined>;
}) {
  return (
    <ul className="flex flex-col divide-y divide-line border-y border-line">
      {team.map(({ handle, name, you, away, maySet }) => (
        <li key={handle} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-2 font-semibold [overflow-wrap:anywhere]">
              {you ? `${name} (you)` : name}
              {away ? <Tag>{away.now ? "Away" : "Away soon"}</Tag> : null}
            </p>
            <p className="text-ink-soft">
              {away ? (
                <>
                  <When at={away.from} zone="UTC" style="date" /> to <When at={away.until} zone="UTC" style="date" />;{" "}
                  {away.cover ?? "the team"} answers meanwhile
                </>
              ) : (
                "In"
              )}
            </p>
          </div>
          {away && maySet ? (
            <ActionForm action={backFor(handle)}>
              <SubmitButton size="compact" variant="secondary" pendingText="Saving…">
                {away.now ? "Back already" : "Not going"}
                <span className="sr-only">: {name}</span>
              </SubmitButton>
            </ActionForm>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
