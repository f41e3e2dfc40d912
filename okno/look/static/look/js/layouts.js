/* The same keys in the other layout: «ghbynth» is «принтер»; and whether words begin in a text, in either. */
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё";
const SHIFTED = new Map([...'{}:"<>~'].map((sign, place) => [sign, "[];',.`"[place]]));
const swapped = new Map([...LATIN].flatMap((sign, place) => [[sign, RUSSIAN[place]], [RUSSIAN[place], sign]]));

export const otherLayout = (text) => [...text.toLowerCase()].map((sign) => SHIFTED.get(sign) ?? sign).map((sign) => swapped.get(sign) ?? sign).join("");

/** Every typed word begins some word of the text: «зак бе» fits «Закрыть без вопроса». */
export function fits(text, typed) {
  const words = plain(text).split(/[^\p{L}\p{N}]+/u);
  return [typed, otherLayout(typed)].some((asked) => plain(asked).split(/\s+/).every((part) => words.some((word) => word.startsWith(part))));
}

const plain = (text) => text.toLowerCase().replaceAll("ё", "е").trim();
