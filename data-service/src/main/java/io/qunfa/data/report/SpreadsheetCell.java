package io.qunfa.data.report;

/** Text that a spreadsheet shows and does not run. */
final class SpreadsheetCell {
  // What makes a spreadsheet read a cell as a formula, or drop what stands before one.
  private static final String FORMULA_STARTS = "=+-@\t\r\n";

  private SpreadsheetCell() {}

  static String neutral(String text) {
    return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
