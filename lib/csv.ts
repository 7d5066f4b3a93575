/**
 * Rows as RFC 4180 text. A cell that a spreadsheet would take for a formula is quoted by an apostrophe in front
 * (OWASP, CSV Injection): what people typed must not run where somebody opens the file.
 */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
