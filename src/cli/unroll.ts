/** The program `unroll` with all its commands. */
import { Console, Effect, Layer } from "effect";
import { CliConfig, CliOutput, Command, GlobalFlag } from "effect/cli";
import { checkCommand } from "./commands/check_command.ts";
import { compareCommand } from "./commands/compare_command.ts";
import type { Pipelines } from "./commands/commands.ts";
import { examples } from "./commands/examples.ts";
import { exportCommand } from "./commands/export_command.ts";
import { formatterAsTyped } from "./formatter_as_typed.ts";
import { doctorCommand } from "./commands/doctor_command.ts";
import { evaluateCommand } from "./commands/evaluate_command.ts";
import { generateCommand } from "./commands/generate_command.ts";
import { invocationMessage } from "./invocation_message.ts";
import { initCommand } from "./commands/init_command.ts";
import { messageFlags, messageLevel } from "./message_level.ts";
import { reportCommand } from "./commands/report_command.ts";
import { reproduceCommand } from "./commands/reproduce_command.ts";
import { resumeCommand } from "./commands/resume_command.ts";
import { runsCommand } from "./commands/runs_command.ts";
import { runCommand } from "./commands/run_command.ts";
import { schemaCommand } from "./commands/schema_command.ts";
import { scoreCommand } from "./commands/score_command.ts";
import { watchCommand } from "./commands/watch_command.ts";
import { serveCommand } from "./commands/serve_command.ts";
import { redactUrls } from "../base/redact_urls.ts";
import { sweepCommand } from "./commands/sweep_command.ts";
import { workerCommand } from "./commands/worker_command.ts";
import { version } from "../base/version.ts";

/** The command line as an effect: parses `args` and runs the command that they name. */
export const unroll = (pipelines: Pipelines, args: readonly string[]) =>
  Command.runWith(command(pipelines), { version })(args).pipe(
    Effect.provide(Layer.mergeAll(output, CliOutput.layer(plain), flags)),
  );

const command = (pipelines: Pipelines) =>
  Command.make("unroll").pipe(
    Command.withDescription("Recurrent language models from declarative YAML experiments"),
    Command.withSubcommands([
      runCommand(pipelines),
      checkCommand(pipelines),
      resumeCommand(pipelines),
      evaluateCommand(pipelines),
      scoreCommand(pipelines),
      generateCommand(pipelines),
      serveCommand(pipelines),
      reproduceCommand(pipelines),
      sweepCommand(pipelines),
      workerCommand(pipelines),
      runsCommand(pipelines),
      watchCommand(pipelines),
      compareCommand(pipelines),
      reportCommand(pipelines),
      exportCommand(pipelines),
      schemaCommand,
      initCommand(pipelines),
      doctorCommand(pipelines),
    ]),
    examples(
      ["run configs/small.yaml", "Train a small model on Moby Dick"],
      ["run --help", "Show the flags of a command, and examples"],
    ),
    Command.provide(messageLevel),
    Command.withGlobalFlags(messageFlags),
  );

const flags = CliConfig.layer({
  builtIns: [GlobalFlag.Help, GlobalFlag.Version, GlobalFlag.Completions],
});

/** Without colors: what is printed holds no control characters. Commands are as they are typed. */
const plain = formatterAsTyped(CliOutput.defaultFormatter({ colors: false }));

/** Standard output is for results: unrequested help and errors go to standard error. */
const output = CliOutput.layerPresenter({
  present: Effect.fnUntraced(function* (event) {
    if (event._tag === "InvalidInvocation") {
      const lines = event.errors.map(invocationMessage);
      yield* Console.error(`${redactUrls(lines.join("\n"))}\nTry --help`);
    } else if (event._tag === "Help" && event.reason === "Implicit") {
      yield* Console.error(plain.formatHelpDoc(event.helpDoc));
    } else {
      yield* CliOutput.defaultPresenter.present(event);
    }
  }),
});
