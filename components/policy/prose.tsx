import { type MarkdownPreset, renderMarkdown } from "@/lib/policy/markdown";

/** Markdown as it is read. Only sanitised HTML comes out of renderMarkdown. */
export function Prose({ text, preset }: { text: string; preset: MarkdownPreset }) {
  if (text.trim() === "") return null;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by renderMarkdown, whose tests hold hostile input
  return <div className="reading" dangerouslySetInnerHTML={{ __html: renderMarkdown(text, preset) }} />;
}
