import { readFileSync } from 'node:fs';

/** Processor time of a process so far, microseconds. Linux counts in ticks of a hundredth of a second (proc(5), fields 14, 15). */
export function processorTime(pid: number): number {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
