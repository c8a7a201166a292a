import type { SessionReply } from "@segue/shared/api/session";
import type { Navigation } from "../state/address.ts";
import type { Connection } from "../state/live.ts";
import { useServices } from "../state/services.ts";
import type { Theme } from "../state/use-theme.ts";
import { CustomerSearch } from "./customer-search.tsx";
import { followInPlace } from "./link.ts";
import { Mark } from "./mark.tsx";

const CONNECTION_WORDS: Readonly<Record<Connection, readonly [short: string, long: string]>> = {
  connecting: ["Connecting", "Connecting to the stream"],
  live: ["Live", "Live: changes show as they happen"],
  polling: ["Every 2 s", "No live stream: asking every two seconds"],
  offline: ["Offline", "Offline: trying again every two seconds"],
};

const THEME_WORDS: Readonly<Record<Theme, string>> = { auto: "Colours as on your system", light: "Light colours", dark: "Dark colours" };

interface HeaderProps {
  readonly navigation: Navigation;
  readonly connection: Connection;
  readonly session: SessionReply | null;
  readonly onSignOut: () => void;
}

export function Header({ navigation, connection, session, onSignOut }: HeaderProps) {
  const [short, long] = CONNECTION_WORDS[connection];
  const home = { view: "overview", customer: null, product: null } as const;
  return (
    <header class="page-header">
      <h1 class="brand">
        <a href={navigation.href(home)} onClick={followInPlace(() => navigation.go(home))}>
          <Mark />
          Segue
        </a>
      </h1>
      <CustomerSearch navigation={navigation} />
      <p class={`connection connection-${connection}`} title={long}>
        <span aria-hidden="true">{short}</span>
        <span class="visually-hidden">{long}</span>
      </p>
      <ThemeSwitch />
      {session !== null && session.name !== null && (
        <button type="button" class="button" title={`Signed in with the key ${session.name}`} onClick={onSignOut}>
          Sign out
        </button>
      )}
    </header>
  );
}

function ThemeSwitch() {
  const { theme } = useServices();
  return (
    <button type="button" class="button button-icon" title={`${THEME_WORDS[theme.theme]}. Press to change.`} aria-label={`${THEME_WORDS[theme.theme]}: change`} onClick={theme.next}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
        <path d={theme.theme === "light" ? "" : "M8 2a6 6 0 0 1 0 12z"} fill="currentColor" />
        {theme.theme === "dark" && <circle cx="8" cy="8" r="6" fill="currentColor" />}
      </svg>
    </button>
  );
}
