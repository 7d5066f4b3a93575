/** Addresses of a policy on its way to publication. */

export const POLICIES_PATH = "/staff/policies";
export const IMPORT_PATH = `${POLICIES_PATH}/import`;

export function draftPath(draft: string): string {
  return `${POLICIES_PATH}/${draft}`;
}

export function editPath(draft: string, section?: string, field?: string): string {
  const path = `${draftPath(draft)}/edit`;
  return `${path}${section ? `/${encodeURIComponent(section)}` : ""}${field ? `#${field}` : ""}`;
}

export function findingsPath(draft: string): string {
  return `${draftPath(draft)}/findings`;
}

export function previewPath(draft: string, clause?: string): string {
  return `${draftPath(draft)}/preview${clause ? `#${clause}` : ""}`;
}

export function changesPath(draft: string): string {
  return `${draftPath(draft)}/changes`;
}
