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

export interface Schema {
  /** Statements that create what is missing. */
  tables: readonly string[];
  indexes?: readonly string[];
  /** Columns that a table of an earlier version lacks, with their types. There are no other migrations. */
  addedColumns?: { table: string; columns: Readonly<Record<string, string>> };
}

async function addMissingColumns(database: Database, { table, columns }: NonNullable<Schema['addedColumns']>): Promise<void> {
  const missing = await database.query(`SELECT ${Object.keys(columns).join(', ')} FROM ${table} LIMIT 0`).then(
    () => false,
    (error: Error) => {
      if (!/no such column/.test(error.message)) throw error;
      return true;
    },
  );
  if (!missing) return;
  for (const [name, type] of Object.entries(columns)) {
    await database.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`).catch((error: Error) => {
      // Two servers that share the store may start at once.
      if (!/duplicate column name/.test(error.message)) throw error;
    });
  }
}

/**
 * A `query` that creates its tables before the first statement, and tries again at the next one if that failed: a remote
 * store may not be up yet when the site starts.
 */
export function queryWithTables(database: Database, { tables, indexes = [], addedColumns }: Schema): Database['query'] {
  let created: Promise<void> | undefined;
  const create = async () => {
    for (const table of tables) await database.query(table);
    if (addedColumns) await addMissingColumns(database, addedColumns);
    for (const index of indexes) await database.query(index);
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
