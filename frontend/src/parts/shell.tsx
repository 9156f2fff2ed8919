import { useState } from "preact/hooks";
import { signOut, wordsOf } from "../api";
import { NOBODY, useSession } from "../session";
import { choose, useTheme } from "../theme";
import { SignIn } from "./sign-in";

const ROOMS = [
  ["/", "Map"],
  ["/tallies", "Tallies"],
  ["/sources", "Sources"],
  ["/method", "Method"],
  ["/review", "Review"],
] as const;
/** Shown to those who may enter. */
const ADMIN = ["/admin", "Admin"] as const;

export function Header({ path }: { path: string }) {
  const { session } = useSession();
  const rooms = session.role === "admin" ? [...ROOMS, ADMIN] : ROOMS;
  return (
    <header class="masthead">
      <a class="brand" href="/">
        <img src="/icon.svg" alt="" width="22" height="22" />
        Tocsin
      </a>
      <nav aria-label="Pages">
        {rooms.map(([address, label]) => (
          <a key={address} href={address} aria-current={address === path ? "page" : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <div class="tools">
        <ThemeSwitch />
        <Person />
      </div>
    </header>
  );
}

function ThemeSwitch() {
  const theme = useTheme();
  const other = theme === "dark" ? "light" : "dark";
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => choose(other)}
      aria-label={`Change to ${other} colours`}
      title={`Change to ${other} colours`}
    >
      <span aria-hidden="true">{theme === "dark" ? "☀" : "☾"}</span>
    </button>
  );
}

function Person() {
  const { session, change } = useSession();
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (session.name === null) {
    return (
      <>
        <button type="button" class="quiet" onClick={() => setAsking(true)}>
          Sign in
        </button>
        {asking && <SignIn close={() => setAsking(false)} />}
      </>
    );
  }
  const leave = (): void => {
    signOut().then(
      () => change(NOBODY),
      (error: unknown) => setFailure(wordsOf(error)),
    );
  };
  return (
    <span class="person">
      <span>
        <bdi>{session.name}</bdi> <small>{session.role}</small>
      </span>
      <button type="button" class="quiet" onClick={leave}>
        Sign out
      </button>
      {failure && <span role="alert">{failure}</span>}
    </span>
  );
}

export function Footer() {
  return (
    <footer class="footer">
      <p>
        Quiet is not peace: what nobody reports is not here. <a href="/method">Method and limits</a>
      </p>
      <p>
        Places:{" "}
        <a href="https://www.geonames.org/" rel="noreferrer">
          GeoNames
        </a>
        , CC BY 4.0. Coasts and borders: Natural Earth, public domain; they take no side in any dispute.{" "}
        <a href="/api/v1/feed.atom">Atom feed</a>
      </p>
    </footer>
  );
}
