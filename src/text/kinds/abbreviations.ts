/**
 * Abbreviations that end with a period, by what the period may mean: English ones, and those of
 * other languages that are no words of English. All in lower case, without the last period.
 */

const set = (words: string) => new Set(words.split(/\s+/));

/** A name or another word follows: never the end of a sentence. */
export const titles = set(
  `mr mrs ms mx dr drs prof rev gen maj col capt lt sgt cpl adm cmdr gov sen rep hon st ste mt
  messrs mme mlle pres supt vs viz cf i.e e.g
  bzw vgl sog bspw evtl ggf inkl zzgl sra srta dhr mevr bijv ул просп`,
);

/** A number follows: no end of a sentence before a digit. */
export const beforeNumbers = set(
  "no nos vol vols p pp ch chap art sec fig figs eq op par v ca nr abs str стр",
);

/** Of capitalized words alone: a number follows, as in `Mon. 5`. */
export const capitalizedBeforeNumbers = set("mar mon wed sat sun");

/** May end a sentence too; then a common first word follows. */
export const others = set(
  `etc al inc ltd co corp bros jr sr esq dept univ assn est approx ave blvd rd incl excl llc llp plc
  assoc intl mfg ph.d d.phil jan feb apr jun jul aug sep sept oct nov dec tue tues thu thur thurs
  fri ariz calif colo conn fla mich minn neb okla tenn tex wis`,
);

/** Words that often start a sentence and seldom follow an abbreviation within one. */
export const firstWords = set(
  `the a an this that these those it its he she we they you i his her their our my your there here
  in on at by for from with without under of to as if when while where since after before during
  although though because and but or nor so yet then thus therefore however moreover
  nevertheless meanwhile what who why how which whether no not some many most all each every both
  another one let nobody nothing none everybody everyone everything somebody someone something`,
);
