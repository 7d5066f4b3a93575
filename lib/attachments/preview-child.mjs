// Decodes one untrusted picture from standard input and writes it anew to standard output. Runs in a process of its own,
// without the portal's environment and under limits of the system: whatever a picture does to the decoder happens here.
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

// The first frame alone; turned as the camera said, then without any of its metadata.
const picture = await sharp(Buffer.concat(pieces), { limitInputPixels: PIXELS, sequentialRead: true, failOn: "error" })
  .autoOrient()
  .resize({ width: EDGE, height: EDGE, fit: "inside", withoutEnlargement: true })
  .toColourspace("srgb")
  .webp({ quality: 80 })
  .timeout({ seconds: SECONDS })
  .toBuffer();
process.stdout.write(picture);
