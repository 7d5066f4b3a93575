import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import type { Answers } from "@/lib/reports/form/answers";
import type { Condition, Field } from "@/lib/reports/form/fields";
import { AskedField } from "./asked-field";

/**
 * The questions of a page. What is asked only under a condition follows its question in a block of its own:
 * always there without scripts, with a lead such as "If yes:"; with scripts, only once it is asked.
 */
export function AskedFields({
  fields,
  answers,
  preview,
  heading,
}: {
  fields: readonly Field[];
  answers: Answers;
  /** Under the description: how it reads. */
  preview?: ReactNode;
  /** The title of the page; the question that reads the same is its h1. */
  heading?: string | undefined;
}) {
  return groupsOf(fields).map(({ question, beside, blocks }) => (
    <div key={question.name} data-asks="" className="flex flex-col gap-5">
      <div data-question="">
        <AskedField field={question} answers={answers} preview={preview} asHeading={question.label === heading} />
        {beside ? <AskedField field={beside} answers={answers} /> : null}
      </div>
      {blocks.map(({ condition, fields: asked }) => (
        <div
          key={condition.in.join()}
          className={cx("flex flex-col gap-6 border-s-2 border-line-strong ps-5", hiddenUnless(condition))}
        >
          {asked[0]?.lead ? <p className="text-ink-soft [@media(scripting:enabled)]:hidden">{asked[0].lead}</p> : null}
          {asked.map((field) => (
            <AskedField key={field.name} field={field} answers={answers} />
          ))}
        </div>
      ))}
    </div>
  ));
}

type Block = { condition: Condition; fields: Field[] };
type Group = { question: Field; beside?: Field; blocks: Block[] };

function groupsOf(fields: readonly Field[]): Group[] {
  const groups: Group[] = [];
  for (const field of fields) {
    if (field.kind === "hidden") continue;
    const owner = groups.find(
      ({ question, beside }) => field.when && [question.name, beside?.name].includes(field.when.field),
    );
    const before = groups.at(-1);
    if (owner && field.when) {
      const block = owner.blocks.at(-1);
      if (block && block.condition.in.join() === field.when.in.join()) block.fields.push(field);
      else owner.blocks.push({ condition: field.when, fields: [field] });
    } else if (before && belongsBeside(field, before.question)) before.beside = field;
    else groups.push({ question: field, blocks: [] });
  }
  return groups;
}

/** "I don’t know" and its like stand right under the box that they stand in for. */
function belongsBeside(field: Field, question: Field): boolean {
  return field.kind === "tick" && question.kind === "text" && field.need === "optional";
}

/**
 * Hidden by the style sheet alone, so that nothing jumps when scripts arrive. Tailwind reads class names as
 * written, hence one line for each value; a value without a line is simply always shown. It also reads `_` as a
 * space, hence the values' beginnings.
 */
const UNLESS: Record<string, string> = {
  something_else:
    "[@media(scripting:enabled)]:[[data-asks]:not(:has(>[data-question]_[value^=something]:checked))>&]:hidden",
  "yes,not_sure":
    "[@media(scripting:enabled)]:[[data-asks]:not(:has(>[data-question]_:is([value=yes],[value^=not]):checked))>&]:hidden",
  "yes,help":
    "[@media(scripting:enabled)]:[[data-asks]:not(:has(>[data-question]_:is([value=yes],[value=help]):checked))>&]:hidden",
  yes: "[@media(scripting:enabled)]:[[data-asks]:not(:has(>[data-question]_[value=yes]:checked))>&]:hidden",
  "details,pseudonym":
    "[@media(scripting:enabled)]:[[data-asks]:not(:has(>[data-question]_:is([value=details],[value=pseudonym]):checked))>&]:hidden",
  "name,alias":
    "[@media(scripting:enabled)]:[[data-asks]:not(:has(>[data-question]_:is([value=name],[value=alias]):checked))>&]:hidden",
  "some,largely":
    "[@media(scripting:enabled)]:[[data-asks]:not(:has(>[data-question]_:is([value=some],[value=largely]):checked))>&]:hidden",
  talk: "[@media(scripting:enabled)]:[[data-asks]:not(:has(>[data-question]_[value=talk]:checked))>&]:hidden",
  differently:
    "[@media(scripting:enabled)]:[[data-asks]:not(:has(>[data-question]_[value=differently]:checked))>&]:hidden",
};

export function hiddenUnless(condition: Condition): string | undefined {
  return UNLESS[condition.in.join()];
}
