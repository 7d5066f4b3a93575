import { randomBytes } from "node:crypto";
import { type Seeder, seedDrafts } from "../seed";
import { filesOf, type WrittenFile } from "./files";

/** What somebody wrote: unlike any other draft of the run, and hostile to whatever would touch its bytes. */
export type Written = {
  draft: string;
  title: string;
  details: string;
  poc: string;
  files: WrittenFile[];
};

/** Drafts that are ready to send, each with a text of its own; their files are still on the client's machine. */
export async function writeDrafts(seeder: Seeder, count: number): Promise<Written[]> {
  const texts = Array.from({ length: count }, (_, index) => ({
    title: `Report ${index + 1} of the fault run, ${randomBytes(8).toString("hex")}`,
    details: `The export answers to anybody. ${randomBytes(30 + (index % 900)).toString("base64")} – déjà vu ✓`,
    poc: `curl -i 'https://example.org/${randomBytes(12).toString("hex")}'\t \n${"A".repeat(index % 4000)}`,
  }));
  const drafts = await seedDrafts(seeder, texts);
  return texts.map((text, index) => ({ ...text, draft: drafts[index] ?? "", files: filesOf(index) }));
}
