export type Value = string | number | null;
export type Row = Record<string, Value>;

/** A database that speaks SQLite's SQL. */
export interface Database {
  /**
   * Runs one statement with `$named` parameters and returns its rows. What it wrote is durable once this resolves. Rejects
   * if the statement failed or its outcome is unknown.
   */
  query(statement: string, params?: Readonly<Record<string, Value>>): Promise<Row[]>;
  /** Overwrites deleted rows that the database still holds in its log, where the site controls that. */
  checkpoint(): Promise<void>;
}

/**
 * A `query` that creates its tables before the first statement, and tries again at the next one if that failed: a remote
 * store may not be up yet when the site starts. There are no migrations.
 */
export function queryWithTables(database: Database, tables: readonly string[]): Database['query'] {
  let created: Promise<void> | undefined;
  const create = async () => {
    for (const table of tables) await database.query(table);
  };
  return async (statement, params) => {
    created ??= create();
    await created.catch((error) => {
      created = undefined;
      throw error;
    });
    return database.query(statement, params);
  };
}
