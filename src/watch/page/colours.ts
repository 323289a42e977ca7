/** Colours that can be told apart, in light and dark; a run keeps its own while it is chosen. */
const palettes = {
  light: ["#0072b2", "#b84405", "#007a5b", "#a23e80", "#6b6100", "#56606b", "#7a3ff2", "#c2185b"],
  dark: ["#56b4e9", "#f0975a", "#3cc99f", "#de8fc2", "#c9bb3f", "#a9b4bf", "#b79bff", "#ff7aa8"],
} as const;

/** The colour of number `index`; they begin again after the last. */
export function colour(index: number, isDark: boolean): string {
  const palette = isDark ? palettes.dark : palettes.light;
  return palette[index % palette.length]!;
}
