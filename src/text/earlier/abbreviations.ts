/**
 * English abbreviations that end with a period, by what the period may mean. All in lower case,
 * without the last period.
 */

const set = (words: string) => new Set(words.split(" "));

/** A name follows: never the end of a sentence. */
export const titles = set(
  "mr mrs ms mx dr prof rev gen maj col capt lt sgt cpl adm cmdr gov sen rep hon st ste mt " +
    "messrs mme mlle pres supt vs viz cf i.e e.g",
);

/** A number follows: no end of a sentence before a digit. */
export const beforeNumbers = set("no nos vol vols p pp ch chap art sec fig figs eq op par v");

/** May end a sentence too; then a common first word follows. */
export const others = set(
  "etc al inc ltd co corp bros jr sr esq dept univ assn est approx ave blvd rd " +
    "jan feb apr aug sept oct nov dec",
);

/** Words that often start a sentence and seldom follow an abbreviation within one. */
export const firstWords = set(
  "the a an this that these those it its he she we they you i his her their our my your there here " +
    "in on at by for from with without under of to as if when while where since after before during " +
    "although though because and but or nor so yet then thus therefore however moreover " +
    "nevertheless meanwhile what who why how which whether no not some many most all each every both " +
    "another one let",
);
