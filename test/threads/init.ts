import { runHere, testFilesIn } from "../support/thread_tests.ts";

await runHere(testFilesIn("src/init"));
