/**
 * Do the chains of sectors of an OLE2 container end? A damaged or malicious table of sectors can lead in a circle, which readers follow
 * until the whole process dies of memory, whatever limits its thread has; so it is looked at before anyone walks it.
 */

const HEADER_BYTES = 512;
/** Where the header lists the first sectors of the table. */
const TABLE_AT = 76;
const TABLE_ENTRIES = 109;
/** A file's worst: every sector looked at once. */
const ENDS = 1;
const WALKING = 2;

/** The sectors that hold the table of sectors: those in the header, then those of the chain that goes on. */
function tableSectors(file: Buffer, size: number, sectors: number): readonly number[] | undefined {
  const found: number[] = [];
  for (let at = 0; at < TABLE_ENTRIES; at += 1) {
    const sector = file.readInt32LE(TABLE_AT + at * 4);
    if (sector < 0) break;
    found.push(sector);
  }
  const seen = new Set<number>();
  for (let next = file.readInt32LE(68); next >= 0; ) {
    if (next >= sectors || seen.has(next)) return undefined;
    seen.add(next);
    const start = (next + 1) * size;
    if (start + size > file.length) return undefined;
    for (let at = 0; at < size - 4; at += 4) {
      const sector = file.readInt32LE(start + at);
      if (sector >= 0) found.push(sector);
    }
    next = file.readInt32LE(start + size - 4);
  }
  return found;
}

/** False for a container whose table of sectors leads in a circle or is no table. */
export function hasEndingChains(file: Buffer): boolean {
  if (file.length < HEADER_BYTES) return false;
  const size = file.readUInt16LE(30) === 12 ? 4096 : 512;
  const sectors = Math.ceil(file.length / size) - 1;
  const table = tableSectors(file, size, sectors);
  if (table === undefined) return false;
  const nextOf = (sector: number): number => {
    const holder = table[Math.floor((sector * 4) / size)];
    const at = holder === undefined ? -1 : (holder + 1) * size + ((sector * 4) % size);
    return at < 0 || at + 4 > file.length ? -1 : file.readInt32LE(at);
  };
  // A chain may run on behind the file's end as far as the table reaches.
  const reach = Math.max(sectors, table.length * (size / 4));
  const state = new Uint8Array(reach);
  for (let start = 0; start < reach; start += 1) {
    const path: number[] = [];
    let sector = start;
    for (; sector >= 0 && sector < reach && state[sector] === 0; sector = nextOf(sector)) {
      state[sector] = WALKING;
      path.push(sector);
    }
    if (sector >= 0 && sector < reach && state[sector] === WALKING) return false;
    for (const walked of path) state[walked] = ENDS;
  }
  return true;
}
