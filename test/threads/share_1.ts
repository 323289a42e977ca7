import { runHere, testFilesOfShare } from "../support/thread_tests.ts";

await runHere(testFilesOfShare(1));
