// Decodes one untrusted picture from standard input and writes it anew to standard output, without its metadata: as a
// preview, or at its own size and in the type that was asked for. Runs in a process of its own, without the portal's
// environment and under limits of the system: whatever a picture does to the decoder happens here.
import sharp from "sharp";

const PIXELS = 40_000_000;
const EDGE = 1280;
const SECONDS = 5;

sharp.cache(false);
sharp.concurrency(1);
// Only the four decoders of pictures; everything else that the library could load (SVG, PDF, TIFF, HEIF …) is off.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadPngBuffer",
    "VipsForeignLoadJpegBuffer",
    "VipsForeignLoadWebpBuffer",
    "VipsForeignLoadNsgifBuffer",
  ],
});

const pieces = [];
for await (const piece of process.stdin) pieces.push(piece);

const given = Buffer.concat(pieces);
const limits = { limitInputPixels: PIXELS, failOn: "error" };
// Turned as the camera said, for what said so is gone afterwards.
const WRITERS = {
  // The first frame alone.
  preview: () =>
    sharp(given, { ...limits, sequentialRead: true })
      .autoOrient()
      .resize({ width: EDGE, height: EDGE, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 80 }),
  jpg: () => sharp(given, limits).autoOrient().jpeg({ quality: 95, chromaSubsampling: "4:4:4" }),
  png: () => sharp(given, limits).autoOrient().png(),
  webp: () => sharp(given, { ...limits, animated: true }).webp({ lossless: true }),
};
const picture = await WRITERS[process.argv[2]]().toColourspace("srgb").timeout({ seconds: SECONDS }).toBuffer();
process.stdout.write(picture);
