import { listProgramKeys } from "@/lib/program-keys/queries";
import { visitorContext } from "@/lib/request/context";
import { cacheable, nothingHere } from "../cacheable";
import { orNull } from "../load";

/** The key in use, for `gpg --import`; an expired one is still the one that the page shows as expired. */
export async function GET(request: Request, { params }: { params: Promise<{ program: string }> }): Promise<Response> {
  const { program } = await params;
  const keys = await orNull(program, () => listProgramKeys(visitorContext(), program));
  return keys?.current
    ? cacheable(request, { text: keys.current.armored, type: "application/pgp-keys" })
    : nothingHere();
}
