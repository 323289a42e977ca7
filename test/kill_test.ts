import { describe, it } from "@std/testing/bdd";
import { setTimeout as pause } from "node:timers/promises";
import { start } from "./program.ts";
import { finish, folderFor, names, runIn, undisturbed } from "./resume_experiments.ts";

describe("a run that is killed", () => {
  for (const name of names) {
    it(`at any moment, again and again, ends with the same bytes: ${name}`, async () => {
      const folder = folderFor(name);
      const delays = Array.from({ length: 3 }, () => Math.floor(400 * Math.random()));
      undisturbed(name); // meanwhile
      let run = "";
      for (const delay of delays) {
        const args = run === "" ? ["run", "run.yaml"] : ["resume", run];
        const { child, said, ended } = start([...args, "--workers", "2"], { folder });
        await said(/ step \d|finished already/);
        await pause(delay);
        child.kill("SIGKILL");
        await ended;
        run = runIn(folder);
      }
      await finish(folder, run, name).catch((error) => {
        throw new Error(`After ${delays} ms`, { cause: error });
      });
    });
  }
});
