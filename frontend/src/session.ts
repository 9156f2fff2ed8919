import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "./wire";

export const NOBODY: Session = { name: null, role: "reader", csrf: null };

export interface SessionStore {
  session: Session;
  change: (session: Session) => void;
}

export const SessionContext = createContext<SessionStore>({ session: NOBODY, change: () => undefined });

export function useSession(): SessionStore {
  return useContext(SessionContext);
}

export function mayReview(session: Session): boolean {
  return session.role !== "reader";
}
