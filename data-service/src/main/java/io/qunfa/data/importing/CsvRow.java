package io.qunfa.data.importing;

import java.util.List;

/**
 * One record of a file.
 *
 * @param line where it starts
 */
record CsvRow(long line, List<String> fields) {
  CsvRow {
    fields = List.copyOf(fields);
  }

  String field(int number) {
    return fields.get(number);
  }
}
