/** Where the page says that a clause's link was copied. */
export function LinkCopied() {
  return (
    <p
      role="status"
      className="fixed inset-x-0 bottom-6 z-10 mx-auto w-fit rounded-md bg-ink px-4 py-2 text-paper empty:hidden"
      data-copied=""
      data-print="no"
    />
  );
}
