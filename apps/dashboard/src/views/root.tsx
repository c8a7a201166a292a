import type { Api } from "../api.ts";
import type { ProductCache } from "../state/product-cache.ts";
import { ServicesProvider } from "../state/services.ts";
import { useSession } from "../state/use-session.ts";
import { useTheme } from "../state/use-theme.ts";
import { Page } from "./page.tsx";
import { SignIn } from "./sign-in.tsx";

/** The page, or what has to be done before it: signing in where keys are on. */
export function Root({ api, products }: { readonly api: Api; readonly products: ProductCache }) {
  const theme = useTheme();
  const { session, signIn, signOut } = useSession(api);
  const locked = session !== null && session.required && session.name === null;
  if (locked) return <SignIn onKey={signIn} />;
  // While the session is not known the page is there already: it shows what it waits for by itself.
  return (
    <ServicesProvider value={{ api, products, theme }}>
      <Page session={session} onSignOut={() => void signOut()} />
    </ServicesProvider>
  );
}
