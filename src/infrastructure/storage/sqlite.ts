import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { Database, Row } from './database.ts';

/** The path of a file: URL; one without slashes is relative to the folder the server was started in. */
export const filePath = (url: string): string => (url.startsWith('file:///') ? fileURLToPath(url) : resolve(url.slice('file:'.length)));

/**
 * Opens a SQLite file that only its owner may read (0600, in a folder of 0700). Each statement is durable when it returns:
 * one fsync in WAL mode with `synchronous = FULL`, counted with strace.
 */
export function openSqlite(file: string): Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives its WAL file the mode of the database, and a new database the mode that umask allows.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file, { timeout: 5000 });
  // The WAL is checkpointed at 1 MB and not at SQLite's 4 MB: on a small disk that the WAL has filled there is no room left
  // to checkpoint it. `npm run bench:faults` found that on a disk of 3 MB.
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 250;
    PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;`);
  const statements = new Map<string, StatementSync>();
  return {
    async query(statement, params = {}) {
      let prepared = statements.get(statement);
      if (!prepared) {
        prepared = database.prepare(statement);
        statements.set(statement, prepared);
      }
      return prepared.all(params) as Row[];
    },
    async checkpoint() {
      // secure_delete overwrites deleted rows in the database; the WAL still has them until it is truncated.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
  };
}
