import { useState } from "preact/hooks";
import { Mark } from "../components/mark.tsx";

/** Asks for an API key; the browser then keeps it where no script can read it. */
export function SignIn({ onKey }: { readonly onKey: (key: string) => Promise<void> }) {
  const [key, setKey] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy || key.trim() === "") return;
    setBusy(true);
    setProblem("");
    onKey(key.trim())
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };
  return (
    <main class="sign-in">
      <form class="card" onSubmit={onSubmit}>
        <h1>
          <Mark /> Segue
        </h1>
        <p class="muted">This system asks for an API key with the scope read; renaming, models and dead letters need admin as well.</p>
        <label for="api-key">API key</label>
        <input id="api-key" type="password" autocomplete="current-password" spellcheck={false} value={key} aria-describedby="sign-in-problem" aria-invalid={problem !== ""} onInput={(event) => setKey(event.currentTarget.value)} />
        <p id="sign-in-problem" role="alert" class={problem === "" ? undefined : "inline-error"}>
          {problem}
        </p>
        <button type="submit" class="button button-main" aria-disabled={busy}>
          {busy ? "Signing in…" : "Sign in"}
        </button>
        <p class="muted small">
          Make one with <code>npx segue keys new NAME --scopes read,admin</code>
        </p>
      </form>
    </main>
  );
}
