import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { wordsOf } from "../api";

interface Shown {
  title: string;
  /** What the button says. */
  act: string;
  needed?: boolean;
  /** False where the server keeps no reason for it. */
  reasoned?: boolean;
  children?: ComponentChildren;
  /** Does it; rejects with what went wrong, which is then shown. */
  done: (reason: string, form: FormData) => Promise<void>;
  close: () => void;
  wide?: boolean;
  /** False while what is decided about is not shown yet. */
  ready?: boolean;
  /** A key that says yes as Enter does: the one that opened the dialog. */
  again?: string;
}

/** A dialog that asks for a reason before something is decided. */
export function AskReason({
  title,
  act,
  needed = false,
  reasoned = true,
  children,
  done,
  close,
  wide = false,
  ready = true,
  again,
}: Shown) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (again && ready) yes.current?.focus();
  }, [again, ready]);
  useSecondKey(dialog, yes, again);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const reason = form.get("reason");
    setWaiting(true);
    done(typeof reason === "string" ? reason.trim() : "", form).then(close, (error: unknown) => {
      setFailure(wordsOf(error));
      setWaiting(false);
    });
  };
  return (
    <dialog ref={dialog} class={wide ? "wide" : undefined} onClose={close} aria-labelledby="ask-title">
      <form onSubmit={submit}>
        <h2 id="ask-title">{title}</h2>
        {children}
        {reasoned && (
          <label>
            Reason{needed ? "" : " (for those who come after you)"}
            <input name="reason" maxLength={1000} required={needed} />
          </label>
        )}
        {failure && (
          <p class="note failed" role="alert">
            {failure}
          </p>
        )}
        <div class="row">
          <button ref={yes} type="submit" class="main" disabled={waiting || !ready}>
            {act}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** The key that opened a dialog says yes in it, but for where somebody writes. */
function useSecondKey(
  dialog: { current: HTMLDialogElement | null },
  yes: { current: HTMLButtonElement | null },
  key: string | undefined,
): void {
  useEffect(() => {
    const element = dialog.current;
    if (!element || !key) return;
    const onKey = (event: KeyboardEvent): void => {
      const writes = event.target instanceof Element && event.target.closest("input, textarea, select");
      if (event.key !== key || event.repeat || writes || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      yes.current?.click();
    };
    element.addEventListener("keydown", onKey);
    return () => element.removeEventListener("keydown", onKey);
  }, [dialog, yes, key]);
}
