import { expect, test } from "vitest";
import { newReference } from "../reports/reference";
import { placeText, readPlace, type UploadPlace } from "./place";

const reference = newReference("SDH");

test.each<UploadPlace>([{ draft: "0f".repeat(16) }, { reference, kind: "reply" }, { reference, kind: "note" }])(
  "a place is read as it was written: %o",
  (place) => expect(readPlace(placeText(place))).toEqual(place),
);

test.each(["", "draft", "0f", `mail:${reference}`, "reply:", "reply:nothing", `reply:${"x".repeat(61)}`])(
  "%j names no place",
  (text) => expect(readPlace(text)).toBeNull(),
);
