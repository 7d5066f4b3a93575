import type { MessageActions } from "@/components/threads/thread";
import { change, letGo, type ThreadSide, undo, withhold } from "./actions";

/** The actions on one message, bound to the report whose page they stand on. */
export function messageActions(side: ThreadSide, reference: string): MessageActions {
  return {
    undo: (id) => undo.bind(null, side, reference, id),
    letGo: (id) => letGo.bind(null, side, reference, id),
    change: (id) => change.bind(null, side, reference, id),
    withhold: (id) => withhold.bind(null, side, reference, id),
  };
}
