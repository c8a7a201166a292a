import { useEffect, useMemo } from "preact/hooks";
import type { Api } from "../api.ts";
import { openFeed } from "../state/feed.ts";
import type { ProductCache } from "../state/product-cache.ts";
import { ServicesProvider } from "../state/services.ts";
import type { Services } from "../state/services.ts";
import { useSession } from "../state/use-session.ts";
import { useTheme } from "../state/use-theme.ts";
import { Page } from "./page.tsx";
import type { PageProps } from "./page.tsx";
import { SignIn } from "./sign-in.tsx";

/** The page, or what has to be done before it: signing in where keys are on. */
export function Root({ api, products }: { readonly api: Api; readonly products: ProductCache }) {
  const theme = useTheme();
  const { session, signIn, signOut } = useSession(api);
  const locked = session !== null && session.required && session.name === null;
  if (locked) return <SignIn onKey={signIn} />;
  // While the session is not known the page is there already: it shows what it waits for by itself.
  return <LivePage api={api} products={products} theme={theme} session={session} onSignOut={() => void signOut()} />;
}

/** The page with its stream, which goes with it. */
function LivePage({ api, products, theme, ...page }: Omit<Services, "feed"> & PageProps) {
  const feed = useMemo(() => openFeed("/v1/stream"), []);
  useEffect(() => () => feed.close(), [feed]);
  return (
    <ServicesProvider value={{ api, feed, products, theme }}>
      <Page {...page} />
    </ServicesProvider>
  );
}
