import { refusalSentence } from "@/lib/attachments/accepted";
import { shownName } from "@/lib/attachments/file-name";
import { beginsEncrypted } from "@/lib/pgp/encrypted-file";

/** What a browser encrypts in one piece; its memory holds the file three times over. */
const ENCRYPTED_HERE_BYTES = 100 * 1024 * 1024;

/**
 * The chosen files as they may leave for an encrypted report: what is encrypted already as it is, anything else encrypted
 * to the key, under a number instead of its name, which is inside. One sentence for the first that cannot go.
 */
export async function encryptedFiles(
  chosen: readonly File[],
  { armoredKey, now }: { armoredKey: string | null; now: string },
  present: number,
): Promise<{ files: File[]; refused: string | null }> {
  const files: File[] = [];
  let refused: string | null = null;
  for (const file of chosen) {
    const name = shownName(file.name);
    if (beginsEncrypted(new Uint8Array(await file.slice(0, 4096).arrayBuffer()))) files.push(file);
    else if (armoredKey === null) refused ??= refusalSentence("readable", name);
    else if (file.size > ENCRYPTED_HERE_BYTES) {
      refused ??= `${name} is too large to encrypt here. Encrypt it with your own program, and attach the .gpg`;
    } else {
      const bytes = await sealed(file, armoredKey, now);
      if (bytes === null) refused ??= `This browser could not encrypt ${name}, so it was not sent`;
      else files.push(new File([bytes], `file-${present + files.length + 1}.gpg`, { lastModified: file.lastModified }));
    }
  }
  return { files, refused };
}

async function sealed(file: File, armoredKey: string, now: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const { encryptFileTo } = await import("@/lib/pgp/encrypt");
    return await encryptFileTo(armoredKey, new Uint8Array(await file.arrayBuffer()), file.name, new Date(now));
  } catch {
    return null;
  }
}
