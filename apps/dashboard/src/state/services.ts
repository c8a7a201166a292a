import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Api } from "../api.ts";
import type { Feed } from "./feed.ts";
import type { ProductCache } from "./product-cache.ts";
import type { ThemeView } from "./use-theme.ts";

/** What every part of the page may need. */
export interface Services {
  readonly api: Api;
  readonly feed: Feed;
  readonly products: ProductCache;
  readonly theme: ThemeView;
}

const ServicesContext = createContext<Services | null>(null);

export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error("the page is rendered outside of its ServicesProvider");
  return services;
}
