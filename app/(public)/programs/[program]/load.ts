import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { PortalError } from "@/lib/errors";
import { policyRevisions } from "@/lib/policy/compare/queries";
import { policyByVersion, programWithPolicy } from "@/lib/policy/queries";
import type { PublishedPolicy } from "@/lib/policy/types";
import { listProgramKeys } from "@/lib/program-keys/queries";
import { visitorContext } from "@/lib/request/context";

/** What layout, title and page of one request read once together. */

export const loadProgram = cache((slug: string) => found(slug, () => programWithPolicy(visitorContext(), slug)));

export async function loadCurrentPolicy(slug: string): Promise<PublishedPolicy> {
  return (await loadProgram(slug)).current ?? notFound();
}

export const loadProgramKeys = cache((slug: string) => found(slug, () => listProgramKeys(visitorContext(), slug)));

export const loadPolicyVersion = cache((slug: string, version: string) =>
  found(slug, () => policyByVersion(visitorContext(), slug, version)),
);

export const loadPolicyRevisions = cache((slug: string) => found(slug, () => policyRevisions(visitorContext(), slug)));

async function found<T>(slug: string, query: () => Promise<T>): Promise<T> {
  return (await orNull(slug, query)) ?? notFound();
}

/** The answer of a query, or null where it says NOT_FOUND. */
export async function orNull<T>(slug: string, query: () => Promise<T>): Promise<T | null> {
  if (!/^[a-z0-9-]{1,60}$/.test(slug)) return null;
  try {
    return await query();
  } catch (error) {
    if (error instanceof PortalError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}
