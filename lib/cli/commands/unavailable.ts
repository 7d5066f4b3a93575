import { type Command, notAvailable } from "../command";

/** Named by the contract and not built yet: they say so and fail, rather than seem to succeed. */
export const unavailable: readonly Command[] = [
  notAvailable("backup", "backup DIR", "Write a backup"),
  notAvailable("restore", "restore DIR", "Restore a backup"),
  notAvailable("retention run", "retention run --dry-run", "Delete what has outlived its purpose"),
];
