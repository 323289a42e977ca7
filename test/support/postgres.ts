/** A PostgreSQL server of a test's own, where the machine has its programs. */
import { spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

export interface Postgres {
  /** With the password in it. */
  readonly url: string;
  readonly password: string;
  /** Runs a query; rows of JSON objects. */
  readonly rows: (query: string) => Record<string, unknown>[];
  /** Runs statements. */
  readonly run: (statements: string) => void;
  /** Everything in the database as text. */
  readonly dump: () => string;
  /** Ends all connections, as a restart does, and takes no new ones until {@link resume}. */
  readonly halt: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
}

/** Folder of `initdb`, `pg_ctl` and the rest; undefined where PostgreSQL is not installed. */
export function postgresPrograms(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const folders = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) =>
      join(debian, version, "bin")
    ),
    ...(process.env["PATH"] ?? "").split(":").filter((folder) => folder !== ""),
  ];
  return folders.find((folder) =>
    ["initdb", "pg_ctl", "postgres", "psql", "pg_dump"].every((name) =>
      existsSync(join(folder, name))
    )
  );
}

/** Starts a server on a port of this machine, in a folder that goes when it stops. */
export function startPostgres(programs: string): Postgres {
  const folder = mkdtempSync(join(tmpdir(), "unroll-postgres-"));
  const data = join(folder, "data");
  const password = "s3cret-Passw0rd";
  writeFileSync(join(folder, "password"), password);
  // The server refuses to run as root.
  const owner = process.getuid?.() === 0 ? unprivileged() : undefined;
  if (owner !== undefined) {
    for (const path of [folder, join(folder, "password")]) chownSync(path, owner.uid, owner.gid);
  }
  const run = (name: string, args: readonly string[], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(join(programs, name), args, {
      ...owner,
      cwd: folder,
      encoding: "utf8",
      // A server that stays must not hold the pipes open.
      stdio: name === "pg_ctl" ? "ignore" : "pipe",
      env: { ...process.env, ...env, LC_ALL: "C", HOME: folder },
      maxBuffer: 2 ** 28,
    });
    return { status, stdout: stdout ?? "", stderr: stderr ?? "" };
  };
  const must = (ended: ReturnType<typeof run>) => {
    if (ended.status !== 0) throw new Error(`PostgreSQL: ${ended.stderr}`);
    return ended.stdout;
  };
  must(run("initdb", [
    ...["-D", data, "-U", "unroll", "-A", "scram-sha-256", "--pwfile", join(folder, "password")],
    ...["--no-sync", "-E", "UTF8", "--no-instructions"],
  ]));
  const startOn = (port: number) =>
    run("pg_ctl", [
      ...["-D", data, "-w", "-t", "30", "-l", join(folder, "log")],
      ...["-o", `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`],
      "start",
    ]).status === 0;
  const port = startOnSomePort(startOn, () => readFileSync(join(folder, "log"), "utf8"));
  const client = ["-h", "127.0.0.1", "-p", `${port}`, "-U", "unroll"];
  const secret = { PGPASSWORD: password, PGOPTIONS: "-c client_min_messages=warning" };
  return {
    url: `postgres://unroll:${password}@127.0.0.1:${port}/postgres`,
    password,
    rows: (query) =>
      JSON.parse(must(run("psql", [
        ...client,
        ...["-d", "postgres", "-At", "-c"],
        `SELECT COALESCE(json_agg(q), '[]') FROM (${query}) q`,
      ], secret))),
    run: (statements) =>
      void must(run("psql", [...client, "-d", "postgres", "-qc", statements], secret)),
    dump: () => must(run("pg_dump", [...client, "postgres"], secret)),
    halt: () => void run("pg_ctl", ["-D", data, "-m", "immediate", "-w", "stop"]),
    resume: () => {
      if (!startOn(port)) throw new Error("PostgreSQL does not start again");
    },
    stop: () => {
      run("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The user that Debian's package makes, else nobody. */
function unprivileged(): { readonly uid: number; readonly gid: number } {
  const users = readFileSync("/etc/passwd", "utf8").split("\n").map((line) => line.split(":"));
  const found = users.find(([name]) => name === "postgres") ??
    users.find(([name]) => name === "nobody");
  return { uid: Number(found?.[2] ?? 65534), gid: Number(found?.[3] ?? 65534) };
}

function startOnSomePort(start: (port: number) => boolean, log: () => string): number {
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = 20_000 + Math.floor(40_000 * Math.random());
    if (start(port)) return port;
  }
  throw new Error(`PostgreSQL does not start: ${log()}`);
}
