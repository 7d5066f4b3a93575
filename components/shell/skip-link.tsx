/** The id of every page's `<main>`. */
export const MAIN_ID = "main";

/** The first tab stop of every page. */
export function SkipLink() {
  return (
    <a
      href={`#${MAIN_ID}`}
      data-print="no"
      className="sr-only focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-50 focus:rounded-md focus:bg-accent focus:px-4 focus:py-2 focus:font-semibold focus:text-accent-ink"
    >
      Skip to content
    </a>
  );
}
