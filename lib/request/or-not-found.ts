import "server-only";
import { notFound } from "next/navigation";
import { PortalError } from "@/lib/errors";
import { noteRefusal } from "./action";

/** What does not exist and what may not be seen are one page; that it was asked for is recorded. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PortalError && error.code === "NOT_FOUND") {
      await noteRefusal("page", error);
      notFound();
    }
    throw error;
  }
}
