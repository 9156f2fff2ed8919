import type { ComponentType } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { followLinks, useAddress } from "./address";
import { whoIsThere } from "./api";
import { Waiting } from "./parts/notes";
import { Footer, Header } from "./parts/shell";
import { NOBODY, SessionContext } from "./session";
import type { Session } from "./wire";

interface Page {
  path: RegExp;
  title: string;
  shown: ComponentType<{ id: string }>;
}

const PAGES: readonly Page[] = [
  { path: /^\/$/, title: "Map", shown: lazy(() => import("./pages/map").then((page) => page.MapPage)) },
  {
    path: /^\/incident\/([^/]+)$/,
    title: "Incident",
    shown: lazy(() => import("./pages/incident").then((page) => page.IncidentPage)),
  },
  {
    path: /^\/tallies$/,
    title: "Tallies",
    shown: lazy(() => import("./pages/tallies").then((page) => page.TalliesPage)),
  },
  {
    path: /^\/sources$/,
    title: "Sources",
    shown: lazy(() => import("./pages/sources").then((page) => page.SourcesPage)),
  },
  {
    path: /^\/method$/,
    title: "Method and limits",
    shown: lazy(() => import("./pages/method").then((page) => page.MethodPage)),
  },
  { path: /^\/review$/, title: "Review", shown: lazy(() => import("./pages/review").then((page) => page.ReviewPage)) },
  { path: /^\/admin$/, title: "Admin", shown: lazy(() => import("./pages/admin").then((page) => page.AdminPage)) },
];

const isPage = (path: string): boolean => PAGES.some((page) => page.path.test(path));

export function App() {
  const { path } = useAddress();
  const [session, change] = useState<Session>(NOBODY);
  const store = useMemo(() => ({ session, change }), [session]);
  useEffect(() => followLinks(isPage), []);
  useEffect(() => {
    whoIsThere().then(change, () => undefined); // where nobody can be asked, nobody is signed in
  }, []);
  const page = PAGES.find((one) => one.path.test(path));
  useFocusOnNewPage(path);
  useEffect(() => {
    document.title = `${page?.title ?? "Not found"} – Tocsin`;
  }, [page]);
  return (
    <SessionContext.Provider value={store}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header path={path} />
      <main id="main" tabIndex={-1} class={path === "/" ? "wide" : "narrow"}>
        {page ? (
          <Suspense fallback={<Waiting>Loading the page …</Waiting>}>
            <page.shown key={path} id={decodeURIComponent(page.path.exec(path)?.[1] ?? "")} />
          </Suspense>
        ) : (
          <NotFound path={path} />
        )}
      </main>
      {path !== "/" && <Footer />}
    </SessionContext.Provider>
  );
}

function NotFound({ path }: { path: string }) {
  return (
    <section class="prose">
      <h1>Not found</h1>
      <p>
        There is no page at <code>{path}</code>. <a href="/">Go to the map.</a>
      </p>
    </section>
  );
}

/** A screen reader is told of a new page by the focus moving to its content. */
function useFocusOnNewPage(path: string): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [path]);
}
