/**
 * A part of a policy document as fields of a form. One description of a part draws its form, reads what was typed back
 * into the typed document, names its fields in a conflict and finds the field that a finding is about.
 */

export type Option = { value: string; label: string };

type Named = { name: string; label: string; hint?: string };

/** What an empty field becomes: null, an empty text, or no member at all. */
type Empty = "null" | "text" | "omit";

export type LeafField = Named &
  (
    | { type: "line"; empty: Empty }
    | { type: "text"; empty: Empty; rows: number; markdown?: boolean; limit?: number }
    | { type: "date" }
    | { type: "number" }
    /** A number of years between reviews. */
    | { type: "years" }
    | { type: "choice"; options: readonly Option[]; empty: Empty }
    | { type: "tick" }
    | { type: "yes_no" }
    | { type: "ticks"; options: readonly Option[] }
    /** Texts, one a line. */
    | { type: "lines" }
    /** Whole numbers, parted by commas or spaces. */
    | { type: "numbers" }
    /** One of the calendar versions of the program. */
    | { type: "calendar" }
  );

export type GroupField = Named & {
  type: "group";
  fields: readonly LeafField[];
  /** `tick`: there while its box is ticked. `filled`: there while one of its texts is. */
  presence: "always" | "tick" | "filled";
};

export type ListField = Named & {
  type: "list";
  /** One item in words: "exclusion". */
  one: string;
  item: readonly (LeafField | GroupField)[];
  /** The member by which an item is known over versions; without one, items are known by their place. */
  id?: string;
  most: number;
  /** An empty list is no member at all. */
  omitEmpty?: boolean;
};

export type Field = LeafField | GroupField | ListField;

/** What a form holds: names such as `exclusions.spam.label`; the items of a list in order as `exclusions[]`. */
export type FieldValues = Record<string, string | string[]>;

export type FieldProblem = { name: string; message: string };

type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function itemsName(list: string): string {
  return `${list}[]`;
}

/** The values of a form for a part of a document. */
export function toFields(fields: readonly Field[], part: Json, prefix = ""): FieldValues {
  const values: FieldValues = {};
  for (const field of fields) {
    const name = prefix + field.name;
    const value = part[field.name];
    if (field.type === "group") {
      if (field.presence === "tick" && isObject(value)) values[name] = "yes";
      Object.assign(values, toFields(field.fields, isObject(value) ? value : {}, `${name}.`));
    } else if (field.type === "list") {
      const items = Array.isArray(value) ? value.filter(isObject) : [];
      const names = itemNames(field, items);
      values[itemsName(name)] = names;
      for (const [index, item] of items.entries()) {
        Object.assign(values, toFields(field.item, item, `${name}.${names[index]}.`));
      }
    } else {
      const typed = leafText(field, value);
      if (typed !== undefined) values[name] = typed;
    }
  }
  return values;
}

/** The names of the items of a list: their ids, where they have one that nobody else has. */
export function itemNames(field: ListField, items: readonly Json[]): string[] {
  const names: string[] = [];
  for (const [index, item] of items.entries()) {
    const id = field.id ? item[field.id] : undefined;
    const own = typeof id === "string" && isItemName(id) && !names.includes(id) ? id : null;
    names.push(own ?? (field.id ? freeName(field.one, names) : String(index + 1)));
  }
  return names;
}

/** A name such as `exclusion-4` for a new item, that no other item has. */
export function freeName(one: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  const stem = one.replaceAll(" ", "-");
  for (let number = known.size + 1; ; number += 1) {
    if (!known.has(`${stem}-${number}`)) return `${stem}-${number}`;
  }
}

function isItemName(name: string): boolean {
  return /^[a-z0-9][a-z0-9_-]{0,59}$/.test(name);
}

function leafText(field: LeafField, value: unknown): string | string[] | undefined {
  switch (field.type) {
    case "line":
    case "text":
    case "date":
    case "choice":
      return typeof value === "string" ? value : "";
    case "number":
      return typeof value === "number" ? String(value) : "";
    case "years":
      return isObject(value) && typeof value.amount === "number" ? String(value.amount) : "";
    case "tick":
      return value === true ? "yes" : undefined;
    case "yes_no":
      return value === true ? "yes" : value === false ? "no" : "";
    case "ticks":
      return strings(value);
    case "lines":
      return strings(value).join("\n");
    case "numbers":
      return Array.isArray(value) ? value.join(", ") : "";
    case "calendar":
      return isObject(value) ? calendarText(value) : "";
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** The value of a calendar's option. */
export function calendarText({ version, zone, region }: Json): string {
  return JSON.stringify([version ?? null, zone ?? null, region ?? null]);
}

/** A part of a document out of a form's values; a field that holds no such value keeps its problem instead. */
export function fromFields(
  fields: readonly Field[],
  values: FieldValues,
  prefix = "",
): { part: Json; problems: FieldProblem[] } {
  const part: Json = {};
  const problems: FieldProblem[] = [];
  for (const field of fields) {
    const name = prefix + field.name;
    if (field.type === "group") {
      const inner = fromFields(field.fields, values, `${name}.`);
      const present =
        field.presence === "always" ||
        (field.presence === "tick"
          ? textOf(values[name]) !== ""
          : Object.values(inner.part).some((value) => value !== null && value !== ""));
      part[field.name] = present ? inner.part : null;
      if (present) problems.push(...inner.problems);
    } else if (field.type === "list") {
      const items = itemsOf(values, name)
        .slice(0, field.most)
        .map((item) => {
          const inner = fromFields(field.item, values, `${name}.${item}.`);
          problems.push(...inner.problems);
          return field.id ? { [field.id]: item, ...inner.part } : inner.part;
        });
      if (items.length > 0 || !field.omitEmpty) part[field.name] = items;
    } else {
      const read = leafValue(field, values[name]);
      if ("problem" in read) problems.push({ name, message: read.problem });
      else if (read.value !== undefined) part[field.name] = read.value;
    }
  }
  return { part, problems };
}

/** The items of a list as the form orders them, each once. */
export function itemsOf(values: FieldValues, list: string): string[] {
  const given = values[itemsName(list)] ?? [];
  return [...new Set(typeof given === "string" ? [given] : given)].filter(isItemName);
}

type Read = { value: unknown } | { problem: string };

function leafValue(field: LeafField, typed: string | string[] | undefined): Read {
  const text = textOf(typed);
  switch (field.type) {
    case "line":
      return orEmpty(field.empty, text.replace(/\s*\n\s*/g, " ").trim());
    case "text":
      return orEmpty(field.empty, text);
    case "choice":
      return field.options.some(({ value }) => value === text) || text === ""
        ? orEmpty(field.empty, text)
        : { problem: `${field.label}: choose one of the list` };
    case "date":
      return { value: text === "" ? null : text };
    case "number": {
      const number = wholeNumber(text);
      return number === undefined ? { problem: `${field.label}: enter a whole number, such as 2` } : { value: number };
    }
    case "years": {
      const amount = wholeNumber(text);
      if (amount === undefined) return { problem: `${field.label}: enter a whole number of years, such as 1` };
      return { value: amount === null ? null : { amount, unit: "year" } };
    }
    case "tick":
      return { value: text !== "" };
    case "yes_no":
      return { value: text === "" ? null : text === "yes" };
    case "ticks": {
      const ticked = new Set(typeof typed === "string" ? [typed] : typed);
      return { value: [...ticked].filter((one) => field.options.some(({ value }) => value === one)) };
    }
    case "lines":
      return {
        value: text
          .split("\n")
          .map((line) => line.trim())
          .filter((line) => line !== ""),
      };
    case "numbers": {
      const numbers = text
        .split(/[\s,;]+/)
        .filter((word) => word !== "")
        .map((word) => wholeNumber(word.replace(/^CWE-/i, "")));
      return numbers.every((number) => typeof number === "number")
        ? { value: [...new Set(numbers)] }
        : { problem: `${field.label}: enter numbers only, such as 79, 352` };
    }
    case "calendar":
      return calendarValue(text, field.label);
  }
}

function orEmpty(empty: Empty, text: string): Read {
  if (text !== "") return { value: text };
  return { value: empty === "null" ? null : empty === "text" ? "" : undefined };
}

/** null where nothing was typed, undefined where it is no whole number above zero. */
function wholeNumber(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  return /^\d{1,7}$/.test(typed) && Number(typed) > 0 ? Number(typed) : undefined;
}

function calendarValue(text: string, label: string): Read {
  if (text === "") return { value: null };
  try {
    const [version, zone, region] = JSON.parse(text) as unknown[];
    const whole = typeof version === "number" && typeof zone === "string" && typeof region === "string";
    if (whole) return { value: { version, zone, region } };
  } catch {
    // Not one of the options.
  }
  return { problem: `${label}: choose one of the list` };
}

/** Text as one line break and the first value of a field sent twice. */
function textOf(typed: string | string[] | undefined): string {
  return ((typeof typed === "string" ? typed : typed?.[0]) ?? "").replace(/\r\n?/g, "\n");
}
