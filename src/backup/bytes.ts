/** So many bytes at a time out of a stream that comes in pieces of its own. */
import { Fault } from "../kernel/fault.ts";

export interface ByteReader {
  /** Throws `backup.damaged` when the stream ends before. */
  readonly take: (count: number) => Promise<Buffer>;
  readonly isAtEnd: () => Promise<boolean>;
}

export function readBytes(stream: AsyncIterable<Buffer>): ByteReader {
  const pieces = stream[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let bytes = 0;
  const hold = async (): Promise<boolean> => {
    const { done, value } = await pieces.next();
    if (done === true) return false;
    held.push(value);
    bytes += value.length;
    return true;
  };
  return {
    take: async (count) => {
      while (bytes < count) if (!(await hold())) throw new Fault("backup.damaged");
      const [first] = held;
      const all = held.length === 1 && first !== undefined ? first : Buffer.concat(held);
      held = [all.subarray(count)];
      bytes = all.length - count;
      return all.subarray(0, count);
    },
    isAtEnd: async () => {
      while (bytes === 0) if (!(await hold())) return true;
      return false;
    },
  };
}
