const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

export type PlainPage = {
  title: string;
  paragraphs: readonly string[];
  link?: { href: string; text: string } | undefined;
};

/**
 * A page for where the application does not answer itself: it needs no style, script or font, so it holds under any
 * content policy. All parts are text and are escaped.
 */
export function plainPage({ title, paragraphs, link }: PlainPage): string {
  const body = [
    `<h1>${escaped(title)}</h1>`,
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...(link ? [`<p><a href="${escaped(link.href)}">${escaped(link.text)}</a></p>`] : []),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} – Safe Harbour</title>
</head>
<body>
<main>
${body.join("\n")}
</main>
</body>
</html>
`;
}

/** Answer 413. `savedAt` is what is known of the last save, already with its zone. */
export function tooLongPage(savedAt?: string): string {
  return plainPage({
    title: "Too long to send",
    paragraphs: [
      "The page you sent is larger than this portal takes in one piece, so it was not saved.",
      savedAt
        ? `What you saved at ${savedAt} is kept.`
        : "What was saved before is kept. Your text is still in the form you came from.",
      "Go back with your browser, shorten the text or send the long part as a file, and try again.",
    ],
  });
}
