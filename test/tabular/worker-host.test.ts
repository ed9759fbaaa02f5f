import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/kernel/finding.ts";
import { Unreadable } from "../../src/tabular/model.ts";
import {
  DEFAULT_TASK_LIMITS,
  hostTask,
  type Task,
  type TaskLimits,
  type TaskSink,
} from "../../src/tabular/worker-host.ts";

const task = (name: string, request: unknown = {}): Task => ({
  module: new URL("./fixtures/tasks.ts", import.meta.url),
  name,
  request,
});

const host = (
  name: string,
  request: unknown,
  sink: TaskSink = {},
  limits: Partial<TaskLimits> = {},
  signal?: AbortSignal,
) => hostTask(task(name, request), sink, { ...DEFAULT_TASK_LIMITS, ...limits }, signal);

const codeOf = (error: unknown): string => (error instanceof Unreadable ? error.finding.code : String(error));

describe("hostTask(task, sink, limits, signal)", () => {
  it("hands over every chunk and finding in order before the result", async () => {
    const rows: string[] = [];
    const findings: Finding[] = [];
    const result = await host(
      "tell",
      { chunks: 40, findings: 1000 },
      {
        rows: (chunk) => void rows.push(Buffer.from(chunk).toString()),
        finding: (finding) => void findings.push(finding),
      },
    );
    expect(result).toEqual({ told: 40 });
    expect(rows.length).toBe(40);
    expect(rows[39]).toBe("39\tisi\n");
    expect(findings.length).toBe(1040);
    expect(findings.at(-1)?.row).toBe(1000);
  });

  it("makes the thread wait for a slow receiver", async () => {
    let underWay = 0;
    let most = 0;
    await host(
      "tell",
      { chunks: 12, findings: 0 },
      {
        rows: async () => {
          underWay += 1;
          most = Math.max(most, underWay);
          await sleep(5);
          underWay -= 1;
        },
      },
    );
    expect(most).toBe(1);
  });

  it("kills a thread that never answers, and says that it took too long", async () => {
    const error = await host("hang", {}, {}, { seconds: 2 }).catch((thrown: unknown) => thrown);
    expect(codeOf(error)).toBe("file/timed-out");
  });

  it("kills a thread at once when the signal says so", async () => {
    const control = new AbortController();
    const running = host("hang", {}, {}, {}, control.signal);
    setTimeout(() => control.abort(new Error("berhenti")), 500);
    await expect(running).rejects.toThrow("berhenti");
  });

  it("ends a thread that takes more memory than it may, and says so", async () => {
    const error = await host("hog", {}, {}, { memoryMb: 48 }).catch((thrown: unknown) => thrown);
    expect(codeOf(error)).toBe("file/out-of-memory");
  });

  it("passes on that a file is unreadable, and why", async () => {
    const error = await host("refuse", {}).catch((thrown: unknown) => thrown);
    expect(error instanceof Unreadable && error.finding.row).toBe(7);
  });

  it("rejects with the thread's own message when the task fails", async () => {
    await expect(host("fail", {})).rejects.toThrow("salah");
  });

  it("rejects with what the receiver throws", async () => {
    const rows = (): never => {
      throw new Error("penuh");
    };
    await expect(host("tell", { chunks: 3, findings: 0 }, { rows })).rejects.toThrow("penuh");
  });
});
