export type Value = string | number | null;
export type Row = Record<string, Value>;

/** A database that speaks SQLite's SQL. Rejects, or throws, when a statement was not carried out or nobody knows. */
export interface Database {
  /** One statement with $named values; the rows it gives back. What it wrote is safe when this resolves. */
  query(statement: string, given?: Readonly<Record<string, Value>>): Promise<Row[]>;
  /** Writes over what was deleted, where the database leaves that to us. */
  checkpoint(): Promise<void>;
}
