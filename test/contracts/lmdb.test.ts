import { eventLogContract } from "./event-log.ts";
import { stateStoreContract } from "./state-store.ts";
import { scopesContract } from "./state-store-scopes.ts";
import { openTemporaryLog, openTemporaryStore } from "./support/lmdb-folder.ts";

eventLogContract("LMDB", openTemporaryLog);
stateStoreContract("LMDB", openTemporaryStore);
scopesContract("LMDB", openTemporaryStore);
