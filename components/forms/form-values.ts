export type FormValues = Record<string, string | string[]>;

/** React's own bookkeeping travels in the same form data. */
const REACT_FIELD = "$ACTION_";

/** The typed text of a form: repeated names become lists, names in `lists` (or ending in "[]") always are; files are left out. */
export function formValues(data: FormData, lists: readonly string[] = []): FormValues {
  const values: FormValues = {};
  for (const name of new Set(data.keys())) {
    if (name.startsWith(REACT_FIELD)) continue;
    const texts = data.getAll(name).filter((entry) => typeof entry === "string");
    const [first] = texts;
    if (lists.includes(name) || name.endsWith("[]") || texts.length > 1) values[name] = texts;
    else if (first !== undefined) values[name] = first;
  }
  for (const name of lists) values[name] ??= [];
  return values;
}

/** What the action receives: the same entries without React's bookkeeping. */
export function submittedData(form: HTMLFormElement, submitter: HTMLElement | null): FormData {
  const data = new FormData(form, submitter);
  for (const name of [...data.keys()]) if (name.startsWith(REACT_FIELD)) data.delete(name);
  return data;
}
