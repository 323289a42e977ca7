/**
 * A text with the password of every address in it made unreadable, in whichever part of a URL it
 * stands, and in the form `host=… password=…`. Done twice it changes nothing more.
 */
export function redactUrls(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#]*?:)[^\s]*@/gi, "$1***@")
    .replace(/(password\s*=\s*)(?!\*\*\*)('(?:[^'\\]|\\.)*'?|(?:[^&\s\\]|\\.)+)/gis, "$1***");
}
