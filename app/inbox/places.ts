import type { InboxSide } from "@/lib/notifications/inbox/types";

export const inboxPath = (side: InboxSide) => (side === "staff" ? "/staff/inbox" : "/notifications");
