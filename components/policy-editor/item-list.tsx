"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { fieldId } from "@/components/ui/field-ids";
import { Icon } from "@/components/ui/icon";
import { type FieldValues, itemsName, type ListField } from "@/lib/policy/edit/fields";
import { itemOperation } from "@/lib/policy/edit/items";

export const itemId = (list: string, item: string) => fieldId(`${list}.${item}`);
export const addId = (list: string) => `${fieldId(list)}-add`;

/** The items of a list in order, with buttons to move, remove and add. Each button also works as a plain submit. */
export function ItemList({
  field,
  name,
  values,
  onOperate,
  fieldsOf,
}: {
  field: ListField;
  name: string;
  values: FieldValues;
  onOperate: (operation: string) => void;
  /** The fields of an item, under names that begin so. */
  fieldsOf: (prefix: string) => ReactNode;
}) {
  const items = listOf(values[itemsName(name)]);
  const press = (operation: string) => (event: MouseEvent) => {
    event.preventDefault();
    onOperate(operation);
  };
  return (
    <section aria-labelledby={`${fieldId(name)}-title`} className="flex flex-col gap-4">
      <div>
        <h2 id={`${fieldId(name)}-title`} className="text-base font-semibold">
          {field.label}
        </h2>
        {field.hint ? <p className="text-ink-soft">{field.hint}</p> : null}
      </div>
      {items.length === 0 ? <p className="text-ink-soft">None yet.</p> : null}
      {items.map((item, index) => {
        const what = `${field.one} ${index + 1}`;
        const button = (operation: "up" | "down" | "remove") => ({
          type: "submit" as const,
          name: "operation",
          value: itemOperation(operation, name, item),
          formNoValidate: true,
          onClick: press(itemOperation(operation, name, item)),
          size: "compact" as const,
          variant: "secondary" as const,
        });
        return (
          <fieldset
            key={item}
            id={itemId(name, item)}
            tabIndex={-1}
            className="flex min-w-0 scroll-mt-4 flex-col gap-4 rounded-lg border border-line bg-surface p-4"
          >
            <legend className="-ms-1 px-1 font-semibold first-letter:uppercase">{what}</legend>
            <input type="hidden" name={itemsName(name)} value={item} />
            {fieldsOf(`${name}.${item}.`)}
            <div className="flex flex-wrap gap-2">
              {index > 0 ? (
                <Button {...button("up")} aria-label={`Move ${what} up`}>
                  <Icon of={ArrowUp} />
                  Up
                </Button>
              ) : null}
              {index < items.length - 1 ? (
                <Button {...button("down")} aria-label={`Move ${what} down`}>
                  <Icon of={ArrowDown} />
                  Down
                </Button>
              ) : null}
              <Button {...button("remove")} aria-label={`Remove ${what}`}>
                <Icon of={Trash2} />
                Remove
              </Button>
            </div>
          </fieldset>
        );
      })}
      {items.length < field.most ? (
        <div>
          <Button
            id={addId(name)}
            type="submit"
            variant="secondary"
            size="compact"
            name="operation"
            value={itemOperation("add", name)}
            formNoValidate
            onClick={press(itemOperation("add", name))}
          >
            <Icon of={Plus} />
            Add {/^[aeiou]/.test(field.one) ? "an" : "a"} {field.one}
          </Button>
        </div>
      ) : (
        <p className="text-ink-soft">There is room for {field.most}.</p>
      )}
    </section>
  );
}

export function listOf(value: string | string[] | undefined): string[] {
  return typeof value === "string" ? [value] : (value ?? []);
}
