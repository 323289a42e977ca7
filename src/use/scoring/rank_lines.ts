import { Stream } from "effect";
import type { Scored } from "./score_windows.ts";
import type { TableLine } from "./table_line.ts";

/**
 * Lines that follow each other with the same id, together: the most probable first, equal ones in
 * their order, those without a score last. Memory holds one id's lines.
 *
 * @param column of the id, from 1
 */
export const rankLines = <E, R>(
  lines: Stream.Stream<Scored<TableLine>, E, R>,
  column: number,
): Stream.Stream<readonly Scored<TableLine>[], E, R> =>
  lines.pipe(
    Stream.groupAdjacentBy(({ of }) => of.columns![column - 1]!),
    Stream.map(([, group]) => [...group].sort((a, b) => probability(b) - probability(a))),
  );

/** Its logarithm; lower than any where there is none. */
const probability = ({ score }: Scored<TableLine>): number =>
  score.logProbability ?? -Number.MAX_VALUE;
