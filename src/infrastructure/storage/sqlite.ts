import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { Database, Row } from './database.ts';

/** The path a file: address names, from the folder the server was started in unless it is absolute. */
export const filePath = (address: string): string =>
  address.startsWith('file:///') ? fileURLToPath(address) : resolve(address.slice('file:'.length));

/**
 * SQLite in a file that only its owner may read, in a folder only its owner may open. Each statement is on the disk when
 * it returns: one fsync under a write-ahead log with full sync, counted with strace.
 */
export function openSqlite(file: string): Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives its log the mode of the database, and the database whatever the machine's mask allows.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file, { timeout: 5000 });
  // The log is emptied into the database at 1 MB and not at 4, its usual size: a small disk that the log itself has filled
  // has no room left to empty it. `npm run bench:faults` found that on a disk of 3 MB.
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 250;
    PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;`);
  const prepared = new Map<string, StatementSync>();
  return {
    async query(statement, given = {}) {
      let ready = prepared.get(statement);
      if (!ready) {
        ready = database.prepare(statement);
        prepared.set(statement, ready);
      }
      return ready.all(given) as Row[];
    },
    async checkpoint() {
      // What was deleted is gone from the database, but its log still has it until it is emptied.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
  };
}
