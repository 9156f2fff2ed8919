import { useEffect, useState } from "preact/hooks";

/** The page's own address, and moving within the pages without loading anew. */
const MOVED = "tocsin-moved";

export interface Address {
  path: string;
  query: string;
}

export function currentAddress(): Address {
  return { path: location.pathname, query: location.search.slice(1) };
}

/** Go to an address of these pages; the way back stays open. */
export function go(address: string): void {
  history.pushState(null, "", address);
  dispatchEvent(new Event(MOVED));
}

/** Put another address in place of the present one, as filters do while somebody tries them. */
export function replaceAddress(address: string): void {
  if (address === location.pathname + location.search) return;
  history.replaceState(null, "", address);
  dispatchEvent(new Event(MOVED));
}

export function useAddress(): Address {
  const [address, setAddress] = useState(currentAddress);
  useEffect(() => {
    const follow = (): void => setAddress(currentAddress());
    addEventListener("popstate", follow);
    addEventListener(MOVED, follow);
    follow();
    return () => {
      removeEventListener("popstate", follow);
      removeEventListener(MOVED, follow);
    };
  }, []);
  return address;
}

/** Follow plain clicks on links to these pages without loading anew; everything else is left to the browser. */
export function followLinks(pages: (path: string) => boolean): () => void {
  const onClick = (event: MouseEvent): void => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (!pages(link.pathname) || (link.hash && link.pathname === location.pathname)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  };
  document.addEventListener("click", onClick);
  return () => document.removeEventListener("click", onClick);
}
