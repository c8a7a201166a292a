/** Base64 as the text it encodes, JSON with line breaks; bytes that are no text show as replacement characters. */
export function textOfBytes(base64: string): string {
  const text = new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
