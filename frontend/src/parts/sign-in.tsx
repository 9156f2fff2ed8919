import { useEffect, useRef, useState } from "preact/hooks";
import { signIn, wordsOf } from "../api";
import { useSession } from "../session";

/** Asks for a token in a dialog; the token itself is kept nowhere in the page. */
export function SignIn({ close }: { close: () => void }) {
  const { change } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const token = new FormData(event.currentTarget as HTMLFormElement).get("token");
    setWaiting(true);
    signIn(typeof token === "string" ? token.trim() : "").then(
      (session) => {
        change(session);
        close();
      },
      (error: unknown) => {
        setFailure(wordsOf(error));
        setWaiting(false);
      },
    );
  };
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="sign-in-title">
      <form onSubmit={submit}>
        <h2 id="sign-in-title">Sign in</h2>
        <p>Everybody may read. To review, enter the token that the administrator made for you.</p>
        <label>
          Token
          <input name="token" type="password" autocomplete="current-password" required />
        </label>
        {failure && (
          <p class="failed" role="alert">
            {failure}
          </p>
        )}
        <div class="row">
          <button type="submit" class="main" disabled={waiting}>
            Sign in
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
