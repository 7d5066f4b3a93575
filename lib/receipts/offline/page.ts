import { createHash } from "node:crypto";
import type { ReceiptKeySet } from "../schema";
import type { KnownProgram } from "../verdict";

/** What the page knows from the moment it was downloaded. */
export type OfflineKnowledge = { portal: string; madeAt: string; keys: ReceiptKeySet; programs: KnownProgram[] };

const STYLE = `
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1b2430;--soft:#4a5462;--line:#8c887d;--met:#25694a;--breach:#a3201d;--focus:#b35900}
@media (prefers-color-scheme:dark){:root{--paper:#12171d;--ink:#edeff2;--soft:#b9c2cc;--line:#76828f;--met:#86d3a9;--breach:#ff9c94;--focus:#ffb454}}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:42rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.75rem;line-height:1.2}
label{display:block;font-weight:600;margin-top:1.25rem}
p{overflow-wrap:anywhere}
.soft,small{color:var(--soft)}
input,textarea,button{font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:6px;padding:.5rem .75rem;max-width:100%;box-sizing:border-box}
textarea{width:100%;font-family:monospace;font-size:.875rem}
button{margin-top:1.25rem;min-height:2.75rem;font-weight:600}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
#verdict{margin-top:2rem}
#verdict h2{border-inline-start:4px solid;padding-inline-start:.75rem}
#verdict[data-ok=yes] h2{color:var(--met)}
#verdict[data-ok=no] h2{color:var(--breach)}
dt{font-weight:600;margin-top:.75rem}
dd{margin:0;overflow-wrap:anywhere}
`;

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

/** JSON that cannot end the element it stands in. */
const inElement = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c");

/**
 * The verifier as one file: its script, its style and the published keys, and a policy that lets it fetch nothing from
 * anywhere. `script` is the bundle of `page-script.ts`.
 */
export function offlinePage(script: string, knowledge: OfflineKnowledge): string {
  const code = script.replaceAll("</script", "<\\/script");
  const policy = `default-src 'none'; script-src ${hashOf(code)}; style-src ${hashOf(STYLE)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Receipt verifier</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Receipt verifier</h1>
<p>This file checks receipts without a network. What you choose here goes nowhere: the page is not able to send anything.</p>
<p class="soft" id="origin"></p>
<noscript><p>This file needs scripts to compute. Without them use the command “receipt verify” of the portal.</p></noscript>
<form id="form">
<label for="file">Receipt or export</label>
<p class="soft" id="file-hint">receipt.json, or export.json with the answers</p>
<input id="file" type="file" accept="application/json,.json" aria-describedby="file-hint">
<label for="text">Or its text</label>
<textarea id="text" rows="6" spellcheck="false" autocomplete="off"></textarea>
<label for="keys">Newer keys (optional)</label>
<p class="soft" id="keys-hint">receipt-keys.json, when the receipt was signed after this file was made</p>
<input id="keys" type="file" accept="application/json,.json" aria-describedby="keys-hint">
<p><button type="submit">Verify</button></p>
</form>
<section id="verdict" role="status" tabindex="-1" hidden></section>
</main>
<script type="application/json" id="knowledge">${inElement(knowledge)}</script>
<script>${code}</script>
</body>
</html>
`;
}
