import type { ReactNode } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField, TextField } from "@/components/forms/fields";
import { RenewedWith } from "@/components/forms/renewed-with";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { type Definition, DefinitionList } from "@/components/ui/definition-list";
import { Tag } from "@/components/ui/tag";
import { WeaknessField } from "@/components/weaknesses/weakness-field";
import type { HandlingView } from "@/lib/handling/types";
import type { StaffReport } from "@/lib/reports/types";
import { cweId } from "@/lib/weaknesses/cwe";
import { EditPanel } from "./edit-panel";
import { Links } from "./links";
import { Priority, PriorityFields } from "./priority";
import { HANDLING_SCOPES, type HandlingScope } from "./scopes";
import { SeverityFields, SeverityViews } from "./severity";

/** The weaknesses of `WEAKNESSES_MAX` in lib/weaknesses/typed.ts, which would bring the whole list along. */
const WEAKNESSES = 3;

export type HandlingPanelProps = {
  report: Pick<StaffReport, "assessments" | "version" | "zone">;
  handling: HandlingView;
  actionFor: (scope: HandlingScope) => FormAction<undefined>;
  removeLink: (id: string) => FormAction<undefined>;
  reloadHref: string;
  title: string;
};

/** How the report is handled: each fact with the form to change it beneath. Works without scripts. */
export function HandlingPanel({ report, handling, actionFor, removeLink, reloadHref, title }: HandlingPanelProps) {
  const { assessments, zone, version } = report;
  const ours = assessments.findLast(({ by }) => by === "staff");
  const theirs = assessments.findLast(({ by }) => by === "reporter")?.cwe ?? [];
  const revision = String(handling.revision);
  const field = (scope: HandlingScope, name: string) => fieldName(scope, name);
  const edit = (scope: HandlingScope, label: string, hidden: Record<string, string>, fields: ReactNode) =>
    handling.mayChange ? (
      <ActionForm action={actionFor(scope)} titleIfWrong={title} hidden={hidden} className="flex flex-col gap-2">
        <EditPanel label={label} reloadHref={reloadHref}>
          {fields}
          <div>
            <SubmitButton size="compact" variant="secondary" pendingText="Saving…">
              Save
              <span className="sr-only">: {label.toLowerCase()}</span>
            </SubmitButton>
          </div>
        </EditPanel>
      </ActionForm>
    ) : null;
  const items: Definition[] = [
    {
      term: "Severity",
      description: (
        <>
          <SeverityViews views={assessments} zone={zone} />
          <div data-key="p">
            {edit("severity", "Rate it", { version: String(version) }, <SeverityFields ours={ours} />)}
          </div>
        </>
      ),
    },
    {
      term: "Priority (SSVC, supplier)",
      description: (
        <>
          <Priority decisions={handling.priorities} zone={zone} />
          {edit(
            "priority",
            "Set the priority",
            { revision },
            <PriorityFields points={handling.priorities.at(-1)?.points} />,
          )}
        </>
      ),
    },
    {
      term: "Weakness",
      description: (
        <>
          <Weaknesses ours={handling.weaknesses} theirs={theirs} />
          {edit(
            "weakness",
            "Set the weakness",
            { revision },
            <WeaknessField
              name={field(HANDLING_SCOPES.weakness, "cwe")}
              label="Kind of weakness"
              hint="Number or name, one a line, the main one first"
              optional
              max={WEAKNESSES}
              defaultValue={handling.weaknesses.map(({ id }) => cweId(id)).join("\n")}
            />,
          )}
        </>
      ),
    },
    {
      term: "Versions",
      description: (
        <>
          <Versions label="Affected" versions={handling.affected} />
          <Versions label="Fixed in" versions={handling.fixed} />
          {edit(
            "versions",
            "Set the versions",
            { revision },
            <>
              <TextAreaField
                name={field(HANDLING_SCOPES.versions, "affected")}
                label="Affected versions"
                hint="A version or a range a line, like 3.2.0 – 3.2.7"
                optional
                rows={3}
                defaultValue={handling.affected.join("\n")}
              />
              <TextAreaField
                name={field(HANDLING_SCOPES.versions, "fixed")}
                label="Fixed versions"
                hint="One a line"
                optional
                rows={2}
                defaultValue={handling.fixed.join("\n")}
              />
            </>,
          )}
        </>
      ),
    },
    {
      term: "Tags",
      description: (
        <>
          {handling.tags.length === 0 ? (
            <None>None</None>
          ) : (
            <ul className="flex flex-wrap gap-1.5">
              {handling.tags.map((tag) => (
                <li key={tag} className="max-w-full overflow-hidden">
                  <Tag>{tag}</Tag>
                </li>
              ))}
            </ul>
          )}
          {edit(
            "tags",
            "Change the tags",
            { revision },
            <>
              <TextField
                name={field(HANDLING_SCOPES.tags, "tags")}
                label="Tags"
                hint="With commas between. Lists show them, so put nothing of the report into one"
                optional
                autoComplete="off"
                defaultValue={handling.tags.join(", ")}
              />
              {handling.knownTags.length > 0 ? (
                <p className="text-ink-soft [overflow-wrap:anywhere]">
                  In use elsewhere: {handling.knownTags.join(", ")}
                </p>
              ) : null}
            </>,
          )}
        </>
      ),
    },
    {
      term: "References",
      description: (
        <>
          <Links links={handling.links} removeLink={handling.mayChange ? removeLink : undefined} />
          {edit(
            "link",
            "Add a reference",
            {},
            <>
              <TextField
                name={field(HANDLING_SCOPES.link, "target")}
                label="Address or number"
                hint="Of a tracker, a change or an advisory; the portal never opens it"
                autoComplete="off"
                inputMode="url"
              />
              <TextField name={field(HANDLING_SCOPES.link, "label")} label="What it is" optional autoComplete="off" />
            </>,
          )}
        </>
      ),
    },
  ];
  return (
    <RenewedWith mark={`${version}-${revision}-${handling.links.length}`}>
      <DefinitionList layout="stacked" size="compact" items={items} />
    </RenewedWith>
  );
}

function None({ children }: { children: string }) {
  return <span className="text-ink-faint">{children}</span>;
}

function Weaknesses({ ours, theirs }: { ours: HandlingView["weaknesses"]; theirs: readonly number[] }) {
  return (
    <>
      {ours.length === 0 ? (
        <None>Not set</None>
      ) : (
        <ol>
          {ours.map(({ id, name, advice }, index) => (
            <li key={id}>
              <span className="font-mono">{cweId(id)}</span> {name}
              {ours.length > 1 && index === 0 ? <span className="text-ink-soft"> (the main one)</span> : null}
              {advice ? <p className="text-soon">{advice}</p> : null}
            </li>
          ))}
        </ol>
      )}
      {theirs.length > 0 && theirs.join() !== ours.map(({ id }) => id).join() ? (
        <p className="text-ink-soft">The reporter named {theirs.map(cweId).join(", ")}</p>
      ) : null}
    </>
  );
}

function Versions({ label, versions }: { label: string; versions: readonly string[] }) {
  return (
    <p className="[overflow-wrap:anywhere]">
      <span className="text-ink-faint">{label}</span>{" "}
      {versions.length === 0 ? <None>not set</None> : versions.join(", ")}
    </p>
  );
}
