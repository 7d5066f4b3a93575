import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { withAway } from "@/lib/absences/words";
import type { StaffReport } from "@/lib/reports/types";
import { fieldName } from "./field-names";
import { ReloadAfterConflict } from "./reload-after-conflict";

export const ASSIGN_SCOPE = "assign";

/** Who of the team carries a report, with the form to hand it on. Works without scripts. */
export function Assignee<T>({
  report,
  action,
  reloadHref,
  was,
}: {
  report: Pick<StaffReport, "assignee" | "candidates" | "mayAssign" | "version">;
  action: FormAction<T>;
  reloadHref: string;
  /** Handle of who carried it before the last press, blank for nobody; undefined where there was none. */
  was?: string | undefined;
}) {
  const { assignee, candidates, mayAssign, version } = report;
  if (!mayAssign) return assignee?.name ?? <span className="text-ink-faint">Nobody</span>;
  const form = (
    <ActionForm
      action={action}
      hidden={{ version: String(version), was: assignee?.handle ?? "" }}
      className="flex flex-wrap items-end gap-2 [&>*:first-child]:min-w-0"
    >
      <ReloadAfterConflict href={reloadHref} />
      <SelectField
        name={fieldName(ASSIGN_SCOPE, "assignee")}
        label="Give it to"
        defaultValue={assignee?.handle ?? ""}
        options={[
          { value: "", label: "Nobody" },
          ...candidates.map(({ handle, name, away }) => ({ value: handle, label: withAway(name, away) })),
        ]}
      />
      <SubmitButton size="compact" variant="secondary" pendingText="Saving…">
        Assign
      </SubmitButton>
    </ActionForm>
  );
  const now = assignee?.handle ?? "";
  const known = was === "" || candidates.some(({ handle }) => handle === was);
  if (was === undefined || was === now || !known) return form;
  return (
    <div className="flex flex-col gap-2">
      {form}
      <ActionForm action={action} hidden={{ version: String(version), assignee: was, was: now }}>
        <div>
          <SubmitButton size="compact" variant="quiet">
            Take it back
          </SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}
