"use client";

import type { ReactNode } from "react";
import { CheckboxesField, CheckboxField, SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import type { SelectOption } from "@/components/ui/select";
import type { Field, FieldValues, GroupField, LeafField } from "@/lib/policy/edit/fields";
import { calendarText } from "@/lib/policy/edit/fields";
import type { Calendar } from "@/lib/sla/types";
import { ItemList, listOf } from "./item-list";

export type Controls = {
  values: FieldValues;
  calendars: readonly Calendar[];
  /** A button of a list; without scripts the form is sent instead. */
  onOperate: (operation: string) => void;
};

/** The fields of a section as native controls. */
export function FieldControls({
  fields,
  prefix = "",
  ...controls
}: Controls & { fields: readonly Field[]; prefix?: string }) {
  return fields.map((field) => {
    const name = prefix + field.name;
    if (field.type === "list") {
      const fieldsOf = (item: string) => <FieldControls fields={field.item} prefix={item} {...controls} />;
      return <ItemList key={name} field={field} name={name} fieldsOf={fieldsOf} {...controls} />;
    }
    if (field.type === "group") return <Group key={name} field={field} name={name} {...controls} />;
    return <Leaf key={name} field={field} name={name} {...controls} />;
  });
}

function Group({ field, name, ...controls }: Controls & { field: GroupField; name: string }) {
  const inner: ReactNode = <FieldControls fields={field.fields} prefix={`${name}.`} {...controls} />;
  if (field.presence === "filled") return inner;
  return (
    <fieldset className="flex min-w-0 flex-col gap-4">
      <legend className="mb-2 font-semibold">{field.label}</legend>
      {field.presence === "tick" ? (
        <CheckboxField name={name} label="Yes" defaultChecked={textOf(controls.values[name]) !== ""} />
      ) : null}
      {inner}
    </fieldset>
  );
}

const YES_NO: readonly SelectOption[] = [
  { value: "", label: "Not said" },
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
];

function Leaf({ field, name, values, calendars }: Controls & { field: LeafField; name: string }) {
  const said = { name, label: field.label, hint: field.hint };
  const text = textOf(values[name]);
  switch (field.type) {
    case "line":
      return <TextField {...said} defaultValue={text} autoComplete="off" />;
    case "text":
      return (
        <TextAreaField {...said} defaultValue={text} rows={field.rows} limit={field.limit} mono={field.markdown} />
      );
    case "date":
      return <TextField {...said} type="date" defaultValue={text} className="sm:max-w-48" />;
    case "number":
    case "years":
      return <TextField {...said} defaultValue={text} inputMode="numeric" autoComplete="off" className="sm:max-w-32" />;
    case "numbers":
      return <TextField {...said} defaultValue={text} autoComplete="off" />;
    case "lines":
      return (
        <TextAreaField {...said} defaultValue={text} rows={Math.min(8, Math.max(3, text.split("\n").length + 1))} />
      );
    case "choice": {
      const open: SelectOption = { value: "", label: field.empty === "omit" ? "All" : "Choose one" };
      return <SelectField {...said} options={[open, ...field.options]} defaultValue={text} className="sm:max-w-lg" />;
    }
    case "yes_no":
      return <SelectField {...said} options={YES_NO} defaultValue={text} />;
    case "tick":
      return <CheckboxField {...said} defaultChecked={text !== ""} />;
    case "ticks": {
      const ticked = listOf(values[name]);
      // What was ticked keeps its order: the page shows it so, and a form sends it so.
      const options = [...field.options].sort((a, b) => placeIn(ticked, a.value) - placeIn(ticked, b.value));
      return <CheckboxesField {...said} options={options} defaultValue={ticked} />;
    }
    case "calendar":
      return (
        <SelectField {...said} options={calendarOptions(calendars, text)} defaultValue={text} className="sm:max-w-lg" />
      );
  }
}

function calendarOptions(calendars: readonly Calendar[], chosen: string): SelectOption[] {
  const options = calendars.map((calendar) => ({
    value: calendarText({ version: calendar.version, zone: calendar.zone, region: calendar.region }),
    label: `Version ${calendar.version}: ${calendar.region}, ${calendar.zone}`,
  }));
  const known = chosen === "" || options.some(({ value }) => value === chosen);
  return [
    { value: "", label: "Choose one" },
    ...options,
    ...(known ? [] : [{ value: chosen, label: "As the draft has it, none of the program’s" }]),
  ];
}

function placeIn(ticked: readonly string[], value: string): number {
  const place = ticked.indexOf(value);
  return place < 0 ? ticked.length : place;
}

function textOf(value: string | string[] | undefined): string {
  return (typeof value === "string" ? value : value?.[0]) ?? "";
}
