import { unitTestsIn } from "../support/unit_tests.ts";

await unitTestsIn("src/compute");
