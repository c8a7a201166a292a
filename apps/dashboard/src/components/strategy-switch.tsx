import { STRATEGIES } from "@segue/shared/api/recommendations";
import type { Strategy } from "@segue/shared/api/recommendations";

const WORDS: Readonly<Record<Strategy, readonly [label: string, meaning: string]>> = {
  "for-you": ["For you", "Repeats and new items, mixed for this customer"],
  discover: ["Discover", "Only what they have never bought"],
  rebuy: ["Rebuy", "Only what they have bought before"],
  trending: ["Trending", "What is rising in the whole shop"],
};

export function StrategySwitch({ strategy, onStrategy }: { readonly strategy: Strategy; readonly onStrategy: (strategy: Strategy) => void }) {
  return (
    <fieldset class="switch">
      <legend class="visually-hidden">Kind of list</legend>
      {STRATEGIES.map((one) => (
        <label key={one} title={WORDS[one][1]}>
          <input type="radio" name="strategy" value={one} checked={one === strategy} onChange={() => onStrategy(one)} />
          <span>{WORDS[one][0]}</span>
        </label>
      ))}
    </fieldset>
  );
}
