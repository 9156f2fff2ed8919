/** The one way to the server: its envelope, its errors in words, and the token that writes need. */
import type { Session } from "./wire";

export interface Answer<T> {
  data: T;
  meta: Record<string, unknown>;
  next: string | null;
}

/** An answer that says what is wrong, as the server words it. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(`${title}: ${detail}`);
  }
}

const BASE = "/api/v1";
const NOT_REACHED = 0;

let csrf: string | null = null;

/** Ask for one answer. A path that begins with the base, such as the link to the next page, is taken as it is. */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
  return answerOf<T>(
    await reach(addressOf(path), { headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) }),
  );
}

/** Send something that changes the ledger. */
export async function send<T>(path: string, method: "POST" | "DELETE", body?: unknown): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: "application/json", "Content-Type": "application/json" };
  if (csrf) headers["X-CSRF-Token"] = csrf;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return answerOf<T>(await reach(addressOf(path), { method, headers, ...sent }));
}

/** Who is signed in; a server without sign-in counts as nobody. */
export async function whoIsThere(): Promise<Session> {
  try {
    return remembered((await ask<Session>("/session")).data);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return { name: null, role: "reader", csrf: null };
    throw error;
  }
}

export async function signIn(token: string): Promise<Session> {
  return remembered((await send<Session>("/session", "POST", { token })).data);
}

export async function signOut(): Promise<void> {
  await send("/session", "DELETE");
  csrf = null;
}

/** The words that tell a person what went wrong. */
export function wordsOf(error: unknown): string {
  if (error instanceof Problem) return error.detail || error.title;
  return error instanceof Error ? error.message : String(error);
}

function addressOf(path: string): string {
  if (!path.startsWith("/") && !path.startsWith("http")) return `${BASE}/${path}`;
  if (path.startsWith("http")) {
    const { pathname, search } = new URL(path);
    return pathname + search; // a link of the server's own, kept to this origin
  }
  return path.startsWith(BASE) ? path : BASE + path;
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(
      NOT_REACHED,
      "The server does not answer",
      "The server does not answer. Is tocsin serve running?",
    );
  }
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const body: unknown = response.status === 204 ? {} : await response.json().catch(() => null);
  if (!response.ok) throw problemOf(response, body);
  if (body === null)
    throw new Problem(response.status, "Not an answer", `The server has no ${new URL(response.url).pathname}.`);
  const envelope = recordOf(body);
  const links = recordOf(envelope.links);
  return {
    data: envelope.data as T,
    meta: recordOf(envelope.meta),
    next: typeof links.next === "string" ? links.next : null,
  };
}

function problemOf(response: Response, body: unknown): Problem {
  const { title, detail } = recordOf(body);
  const fallback = `The server answered ${response.status} ${response.statusText}`.trim();
  return new Problem(
    response.status,
    typeof title === "string" ? title : fallback,
    typeof detail === "string" ? detail : fallback,
  );
}

function remembered(session: Session): Session {
  csrf = session.csrf;
  return session;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
