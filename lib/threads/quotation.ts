/** A text as a quotation in Markdown, with an empty line after it to write on. A fence inside stays a fence. */
export function quotation(text: string): string {
  if (text === "") return "";
  return `${text
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n")}\n\n`;
}
