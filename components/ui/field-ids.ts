/** One message for one input; the summary on top and the line at the field print the same object. */
export type FieldMessage = { name: string; message: string };

/** The id of the (first) control of a field: what the error summary links to. */
export function fieldId(name: string): string {
  return name.replace(/\[\]$/, "").replaceAll(/[^A-Za-z0-9_-]+/g, "-");
}

export function hintId(name: string): string {
  return `${fieldId(name)}-hint`;
}

export function errorId(name: string): string {
  return `${fieldId(name)}-error`;
}

export function countId(name: string): string {
  return `${fieldId(name)}-count`;
}

/** The value of `aria-describedby`, in reading order, or undefined when nothing describes the control. */
export function describedBy(
  name: string,
  parts: { hint?: string | undefined; error?: string | undefined; count?: boolean },
): string | undefined {
  const ids = [parts.hint && hintId(name), parts.error && errorId(name), parts.count && countId(name)];
  return ids.filter(Boolean).join(" ") || undefined;
}
