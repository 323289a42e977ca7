/**
 * Replaces the password of every address in a text, in any part of a URL and in the form `host=…
 * password=…`. Applying it twice changes nothing more.
 */
export function redactUrls(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#]*?:)[^\s]*@/gi, "$1***@")
    .replace(/(password\s*=\s*)(?!\*\*\*)('(?:[^'\\]|\\.)*'?|(?:[^&\s\\]|\\.)+)/gis, "$1***");
}
