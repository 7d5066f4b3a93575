/**
 * A still page is one to read: its links and forms are plain, so none of the framework's scripts have anything to do in
 * it. It says so by this element in its head, and the server then sends it without them (lib/cli/server/answers.ts).
 */
export const STILL_MARK = { name: "scripts", content: "own" } as const;

const MARK = `<meta name="${STILL_MARK.name}" content="${STILL_MARK.content}"/>`;
/** What React leaves for content that arrives after its place and is put there by a script. */
const LATE_CONTENT = /<template id="[BP]:/;
const SCRIPT = /<script\b[^>]*>.*?<\/script>|<link\b[^>]*\bas="script"[^>]*>/gs;

/**
 * A still page without the framework's scripts and the copy of its content that they read, and with the portal's own
 * small one, under the nonce of the answer. Any other page, and one that needs scripts to be whole, is returned as it is.
 */
export function stillPage(html: string, script: string, nonce: string): string {
  if (!html.includes(MARK) || LATE_CONTENT.test(html)) return html;
  const bare = html.replace(SCRIPT, "");
  const end = bare.lastIndexOf("</body>");
  if (end < 0) return html;
  return `${bare.slice(0, end)}<script nonce="${nonce}">${script}</script>${bare.slice(end)}`;
}
