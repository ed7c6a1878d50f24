import { readdirSync, readFileSync } from 'node:fs';

/** The processes that another one has started and that still run, with their command lines (proc(5)). */
export const childrenOf = (parent: number): { readonly pid: number; readonly command: string }[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)
    .map((pid) => ({ pid, command: read(pid, 'cmdline').replaceAll('\0', ' ').trim() }));

/** 0 where there is no such process. The fields of stat stand after the program's name, which may hold anything. */
export const parentOf = (pid: number): number =>
  Number(read(pid, 'stat').split(') ').at(-1)?.split(' ')[1] ?? 0);

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
