export const FONT = '"Inter Variable", system-ui, sans-serif';
