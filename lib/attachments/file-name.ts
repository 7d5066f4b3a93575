import { showInvisible } from "../policy/invisible";
import { declaredType } from "./accepted";

/** Code points of a name that are kept. */
const KEPT = 255;
/** UTF-8 bytes of a name that a download carries: what file systems take. */
const SAVED_BYTES = 200;
/** Names that Windows keeps for devices. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\.|$)/i;

/** The name as it is kept: what was given, without a broken half of a character, at most 255 code points. */
export function keptName(given: string): string {
  const whole = given.replace(/\p{Surrogate}/gu, "\uFFFD").normalize("NFC");
  const points = [...whole];
  if (points.length <= KEPT) return whole;
  const ending = /\.[^./\\]{1,10}$/.exec(whole)?.[0] ?? "";
  return points.slice(0, KEPT - [...ending].length).join("") + ending;
}

/** The name as pages show it: characters that hide or reorder text stand there as their numbers. */
export function shownName(name: string): string {
  const visible = showInvisible(name.replace(/[\t\r\n]/g, " ")).trim();
  return visible === "" ? "Unnamed file" : visible;
}

/**
 * The name to save under: no folder, no hidden characters, no device, nothing that a shell or a system would trip over,
 * and no type that a double click would run.
 */
export function savedName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? "";
  const clean = showInvisible(base)
    .replace(/[\t\r\n]/g, " ")
    .replace(/["*:<>?|`$;%]/g, "_")
    .trim()
    .replace(/^[.\s-]+|[.\s]+$/g, "");
  const fitting = shortened(clean) || "file";
  const free = RESERVED.test(fitting) ? `_${fitting}` : fitting;
  return declaredType(free) === null ? `${free}.bin` : free;
}

function shortened(name: string): string {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  if (bytes(name) <= SAVED_BYTES) return name;
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? "";
  const points = [...name.slice(0, name.length - ending.length)];
  while (points.length > 0 && bytes(points.join("") + ending) > SAVED_BYTES) points.pop();
  return points.join("") + ending;
}

/** RFC 6266 §4.3: always an attachment, with a plain name for old readers and the real one in UTF-8 (RFC 8187). */
export function contentDisposition(name: string): string {
  const saved = savedName(name);
  const plain = saved.replace(/[^\x20-\x7E]/g, "_").replace(/\\/g, "_");
  // encodeURIComponent leaves ' ( ) and ! alone, which an ext-value may not hold.
  const encoded = encodeURIComponent(saved).replace(
    /['()!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
