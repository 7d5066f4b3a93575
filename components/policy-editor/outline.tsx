import { ArrowDown, ArrowUp } from "lucide-react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { depthOf } from "@/lib/policy/contents";
import type { JudgedFinding } from "@/lib/policy/drafts/judgement";
import { clauseKindName } from "@/lib/policy/edit/clause-fields";
import { canMove } from "@/lib/policy/edit/clauses";
import { editPath } from "@/lib/policy/edit/paths";
import { cureOf } from "@/lib/policy/edit/pointers";
import { type Section, sectionsOf } from "@/lib/policy/edit/sections";
import { countWords } from "@/lib/policy/lint/report";
import type { LintSubject } from "@/lib/policy/lint/types";

/** Every part of a draft in order, with what the linter says of each, and buttons to move a clause. */
export function Outline({
  publicId,
  draft,
  findings,
  change,
}: {
  publicId: string;
  draft: LintSubject;
  findings: readonly JudgedFinding[];
  /** Absent for those who only read. */
  change?: FormAction<undefined> | undefined;
}) {
  const sections = sectionsOf(draft);
  const row = (section: Section, key: string) => (
    <Row key={key} publicId={publicId} draft={draft} section={section} findings={findings} change={change} />
  );
  return (
    <div className="flex flex-col gap-6">
      <section aria-labelledby="parts" className="flex flex-col gap-1">
        <h2 id="parts" className="text-base font-semibold">
          About the document
        </h2>
        <ul>{sections.filter(({ clause }) => !clause).map((section) => row(section, section.id))}</ul>
      </section>
      <section aria-labelledby="clauses" className="flex flex-col gap-1">
        <h2 id="clauses" className="text-base font-semibold">
          Clauses
        </h2>
        {draft.clauses?.length ? (
          <ol>{sections.filter(({ clause }) => clause).map((section) => row(section, section.pointer))}</ol>
        ) : (
          <p className="text-ink-soft">No clause yet. Add the first one below.</p>
        )}
      </section>
    </div>
  );
}

function Row({
  publicId,
  draft,
  section,
  findings,
  change,
}: {
  publicId: string;
  draft: LintSubject;
  section: Section;
  findings: readonly JudgedFinding[];
  change: FormAction<undefined> | undefined;
}) {
  const own = findings.filter((finding) => cureOf(draft, finding)?.section === section.id);
  const worst = own.some(({ severity }) => severity === "error")
    ? "breach"
    : own.some(({ severity, reason }) => severity === "warning" && !reason)
      ? "soon"
      : "neutral";
  const { clause } = section;
  const depth = clause ? Math.min(depthOf(clause.key), 4) : 1;
  return (
    <li
      className={cx(
        "flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-1.5",
        depth === 2 && "sm:ps-5",
        depth === 3 && "sm:ps-10",
        depth === 4 && "sm:ps-14",
      )}
    >
      <div className="min-w-0 grow">
        <TextLink href={editPath(publicId, section.id)} className="inline-block min-w-0 py-1 break-words">
          {section.title}
        </TextLink>
        {clause ? <span className="ms-2 text-ink-soft">{clauseKindName(clause.kind)}</span> : null}
      </div>
      {own.length > 0 ? (
        <Tag tone={worst} fill={worst !== "neutral"}>
          {countWords(own)}
        </Tag>
      ) : null}
      {clause && change ? <Moves draft={draft} clause={clause.key} change={change} /> : null}
    </li>
  );
}

function Moves({ draft, clause, change }: { draft: LintSubject; clause: string; change: FormAction<undefined> }) {
  const [up, down] = [canMove(draft, clause, "up"), canMove(draft, clause, "down")];
  if (!up && !down) return null;
  return (
    <ActionForm action={change} hidden={{ clause }} className="flex gap-1">
      {up ? (
        <Button
          type="submit"
          name="change"
          value="up"
          variant="quiet"
          size="compact"
          aria-label={`Move clause ${clause} up`}
        >
          <Icon of={ArrowUp} />
        </Button>
      ) : null}
      {down ? (
        <Button
          type="submit"
          name="change"
          value="down"
          variant="quiet"
          size="compact"
          aria-label={`Move clause ${clause} down`}
        >
          <Icon of={ArrowDown} />
        </Button>
      ) : null}
    </ActionForm>
  );
}
