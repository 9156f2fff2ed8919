import type { ComponentChildren } from "preact";

/** Something is on its way; said to screen readers too. */
export function Waiting({ children = "Loading …" }: { children?: ComponentChildren }) {
  return (
    <p class="note waiting" role="status">
      {children}
    </p>
  );
}

/** Something went wrong, in words, with a way to try again. */
export function Failed({ children, again }: { children: ComponentChildren; again?: (() => void) | undefined }) {
  return (
    <div class="note failed" role="alert">
      <p>{children}</p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

/** There is nothing to show, and why. */
export function Nothing({ children }: { children: ComponentChildren }) {
  return <div class="note nothing">{children}</div>;
}
