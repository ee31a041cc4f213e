package io.qunfa.data.importing;

import java.util.List;

/** Knows the columns and the rules of one kind of file. */
interface BatchWriter {
  /** The header, exactly. */
  List<String> columns();

  /**
   * Judges rows (each has as many fields as there are columns, all of them well-formed text) and
   * writes the good ones in the caller's transaction.
   */
  Written write(ImportJob job, List<CsvRow> rows);

  /**
   * @param duplicates rows that exactly repeat an earlier one of the same import
   */
  record Written(int duplicates, List<ImportStatus.Rejection> rejections) {
    public Written {
      rejections = List.copyOf(rejections);
    }
  }
}
