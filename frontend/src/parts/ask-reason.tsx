import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { wordsOf } from "../api";

interface Shown {
  title: string;
  /** What the button says. */
  act: string;
  needed?: boolean;
  children?: ComponentChildren;
  /** Does it; rejects with what went wrong, which is then shown. */
  done: (reason: string, form: FormData) => Promise<void>;
  close: () => void;
  wide?: boolean;
}

/** A dialog that asks for a reason before something is decided. */
export function AskReason({ title, act, needed = false, children, done, close, wide = false }: Shown) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
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
        <label>
          Reason{needed ? "" : " (for those who come after you)"}
          <input name="reason" maxLength={1000} required={needed} />
        </label>
        {failure && (
          <p class="note failed" role="alert">
            {failure}
          </p>
        )}
        <div class="row">
          <button type="submit" class="main" disabled={waiting}>
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
