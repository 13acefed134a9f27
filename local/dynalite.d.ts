declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** In memory unless `path` names a folder. */
  export default function dynalite(options?: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}
