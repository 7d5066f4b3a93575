import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentDisposition, keptName, savedName, shownName } from "./file-name";

/** UP-05: each as it is given, as a page shows it, and as a download is saved. */
const HOSTILE: readonly (readonly [given: string, shown: string, saved: string])[] = [
  ["../../etc/passwd.txt", "../../etc/passwd.txt", "passwd.txt"],
  ["..\\..\\boot.txt", "..\\..\\boot.txt", "boot.txt"],
  ["a\u0000b.txt", "a[U+0000]b.txt", "a[U+0000]b.txt"],
  ["a\r\nSet-Cookie: x=1.txt", "a  Set-Cookie: x=1.txt", "a  Set-Cookie_ x=1.txt"],
  ["photo\u202Egnp.exe.png", "photo[U+202E]gnp.exe.png", "photo[U+202E]gnp.exe.png"],
  ["   ", "Unnamed file", "file.bin"],
  ["", "Unnamed file", "file.bin"],
  ['";filename=x.html', '";filename=x.html', "__filename=x.html.bin"],
  ["setup.exe", "setup.exe", "setup.exe.bin"],
  ["notes.txt.lnk", "notes.txt.lnk", "notes.txt.lnk.bin"],
  ["con.txt", "con.txt", "_con.txt"],
  ["COM1", "COM1", "_COM1.bin"],
  [".htaccess", ".htaccess", "htaccess.bin"],
  ["-rf.txt", "-rf.txt", "rf.txt"],
  ["🦔 notes.md", "🦔 notes.md", "🦔 notes.md"],
  ["تقرير.pdf", "تقرير.pdf", "تقرير.pdf"],
  ["a\u200Bb.txt", "a[U+200B]b.txt", "a[U+200B]b.txt"],
];

describe("hostile names (UP-05)", () => {
  test.each(HOSTILE)("%j", (given, shown, saved) => {
    expect([shownName(given), savedName(given)]).toEqual([shown, saved]);
  });

  test("a long one keeps its ending and fits where it is saved", () => {
    const long = `${"ü".repeat(400)}.png`;
    expect([...keptName(long)]).toHaveLength(255);
    expect(keptName(long)).toMatch(/ü\.png$/);
    expect(Buffer.byteLength(savedName(long))).toBeLessThanOrEqual(200);
    expect(savedName(long)).toMatch(/ü\.png$/);
  });

  test("half a character becomes the sign for one", () => {
    expect(keptName("a\uD800.txt")).toBe("a\uFFFD.txt");
  });

  test("any name at all makes one well-formed header that says attachment", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
        const header = contentDisposition(keptName(name));
        expect(header).toMatch(
          /^attachment; filename="[\x20-\x21\x23-\x5B\x5D-\x7E]+"; filename\*=UTF-8''[\w.%*&+^`|#$-]+$/,
        );
        const saved = decodeURIComponent(header.split("UTF-8''")[1] ?? "");
        expect(saved).toBe(savedName(keptName(name)));
        expect(saved).not.toMatch(/[/\\\r\n\0]/);
      }),
    );
  });
});
