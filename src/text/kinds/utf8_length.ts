/** Number of bytes of a text in UTF-8; half a surrogate pair takes three, as U+FFFD does. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 2; // four for a pair, which has two units
      i++;
    } else bytes += 2;
  }
  return bytes;
}
