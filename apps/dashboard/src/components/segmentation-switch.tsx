import { SEGMENTATIONS } from "../state/address.ts";
import type { Segmentation } from "../state/address.ts";

const WORDS: Readonly<Record<Segmentation, readonly [label: string, meaning: string]>> = {
  behaviour: ["Behaviour", "By what customers do: how recently, how often and for how much they buy"],
  taste: ["Taste", "By what customers buy"],
};

interface SegmentationSwitchProps {
  readonly segmentation: Segmentation;
  readonly onSegmentation: (segmentation: Segmentation) => void;
}

export function SegmentationSwitch({ segmentation, onSegmentation }: SegmentationSwitchProps) {
  return (
    <fieldset class="switch">
      <legend class="visually-hidden">Segments by</legend>
      {SEGMENTATIONS.map((one) => (
        <label key={one} title={WORDS[one][1]}>
          <input type="radio" name="segmentation" value={one} checked={one === segmentation} onChange={() => onSegmentation(one)} />
          <span>{WORDS[one][0]}</span>
        </label>
      ))}
    </fieldset>
  );
}
