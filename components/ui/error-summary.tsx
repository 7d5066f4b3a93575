import { type FieldMessage, fieldId } from "./field-ids";

/**
 * Stands first in `main`, above the h1. Takes the message objects of the fields, so the wording cannot differ.
 * `href` of a message points to another page ("/report/x/details#title"); without it the link stays on this one.
 */
export function ErrorSummary({
  errors,
  message,
  id = "error-summary",
}: {
  errors: readonly (FieldMessage & { href?: string | undefined })[];
  /** What went wrong as a whole, when it belongs to no field. */
  message?: string | undefined;
  id?: string;
}) {
  if (errors.length === 0 && !message) return null;
  return (
    <section
      id={id}
      tabIndex={-1}
      // biome-ignore lint/a11y/noAutofocus: a page that answers with errors starts at them, with or without scripts
      autoFocus
      aria-labelledby={`${id}-title`}
      className="mb-1 rounded-md border-2 border-breach bg-breach-bg p-4 sm:p-5"
    >
      <h2 id={`${id}-title`} className="text-xl font-semibold">
        There is a problem
      </h2>
      {message ? <p className="mt-2">{message}</p> : null}
      {errors.length > 0 ? (
        <ul className="mt-2 flex flex-col gap-1">
          {errors.map((error) => (
            <li key={`${error.name} ${error.message}`}>
              <a
                href={error.href ?? `#${fieldId(error.name)}`}
                className="inline-block py-0.5 font-semibold text-breach underline underline-offset-4 hover:decoration-2"
              >
                {error.message}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
