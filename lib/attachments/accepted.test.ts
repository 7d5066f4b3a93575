import { describe, expect, test } from "vitest";
import { bytesInWords, declaredType, refusalOf, refusalSentence, UPLOAD_LIMITS } from "./accepted";

const MB = 1024 * 1024;
const nothing = { files: 0, bytes: 0 };

describe("what a file may be (UP-01)", () => {
  test.each([
    ["shot.png", "png"],
    ["SHOT.PNG", "png"],
    ["trace.v2.pcap ", "pcap"],
    ["a.tar.gz", null],
    ["setup.exe", null],
    ["shot.png.lnk", null],
    ["page.xhtml", null],
    ["png", null],
    [".htaccess", null],
    ["", null],
    ["x.png/", null],
  ])("%s declares %s", (name, type) => expect(declaredType(name)).toBe(type));

  test.each([
    ["one byte", { name: "a.txt", size: 1 }, nothing, "plain", null],
    ["nothing in it", { name: "a.txt", size: 0 }, nothing, "plain", "a.txt is empty"],
    ["the plain form's limit", { name: "a.zip", size: 25 * MB }, nothing, "plain", null],
    [
      "a byte more than the plain form takes",
      { name: "a.zip", size: 25 * MB + 1 },
      nothing,
      "plain",
      "a.zip must be smaller than 25 MB in this form; with JavaScript on, up to 250 MB",
    ],
    ["the limit of one file", { name: "a.zip", size: 250 * MB }, nothing, "resumable", null],
    [
      "a byte more than one file may have",
      { name: "a.zip", size: 250 * MB + 1 },
      nothing,
      "resumable",
      "a.zip must be smaller than 250 MB",
    ],
    ["the tenth file", { name: "a.txt", size: 1 }, { files: 9, bytes: 9 }, "resumable", null],
    ["the eleventh", { name: "a.txt", size: 1 }, { files: 10, bytes: 10 }, "resumable", "You can attach only 10 files"],
    ["the limit of all files", { name: "a.zip", size: 250 * MB }, { files: 1, bytes: 250 * MB }, "resumable", null],
    [
      "a byte more than all files may have",
      { name: "a.zip", size: 250 * MB },
      { files: 1, bytes: 250 * MB + 1 },
      "resumable",
      "a.zip does not fit: all files together can have 500 MB",
    ],
    ["a type outside the list, as evidence", { name: "a.exe", size: 1 }, nothing, "resumable", null],
  ] as const)("%s", (_what, file, present, way, sentence) => {
    const refusal = refusalOf(file, present, way);
    expect(refusal && refusalSentence(refusal, file.name)).toBe(sentence);
  });

  test("the limits are those of the form", () => {
    expect(UPLOAD_LIMITS).toEqual({
      files: 10,
      resumableBytes: 250 * MB,
      plainBytes: 25 * MB,
      totalBytes: 500 * MB,
    });
  });
});

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [1023, "1023 bytes"],
  [1024, "1 kB"],
  [14.2 * MB, "14 MB"],
  [1.54 * MB, "1.5 MB"],
  [250 * MB, "250 MB"],
])("%i bytes are %s", (bytes, words) => expect(bytesInWords(bytes)).toBe(words));
