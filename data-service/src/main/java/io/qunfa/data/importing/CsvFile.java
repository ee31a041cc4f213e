package io.qunfa.data.importing;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open CSV file (RFC 4180; BOM, LF and CRLF, line breaks in quotes) whose header is right. Holds
 * one record at a time.
 */
final class CsvFile implements AutoCloseable {
  private static final int HEAD = 8192;
  private static final int MAX_RECORD = 1 << 20;

  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;
  private long lastLine;
  private @Nullable UnusableFile broken;

  private CsvFile(CsvReader<CsvRecord> reader) {
    this.reader = reader;
    this.records = reader.iterator();
  }

  /**
   * @throws UnusableFile if it is no such file
   */
  static CsvFile open(Path path, List<String> columns) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(path), HEAD);
    try {
      byte[] head = head(bytes);
      FileKind.requireText(head);
      skipByteOrderMark(head, bytes);
      CsvFile file =
          new CsvFile(
              CsvReader.builder()
                  .commentStrategy(CommentStrategy.NONE)
                  .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                  .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                  .allowUnclosedQuote(false)
                  .maxBufferSize(MAX_RECORD)
                  .ofCsvRecord(new MarkedUtf8Reader(bytes)));
      file.requireHeader(columns);
      return file;
    } catch (IOException | RuntimeException failed) {
      bytes.close();
      throw failed;
    }
  }

  /**
   * @return at most this many records; empty at the end
   * @throws UnusableFile if the text cannot be told into records any more
   */
  List<CsvRow> next(int max) {
    List<CsvRow> rows = new ArrayList<>(max);
    if (broken != null) {
      throw broken;
    }
    try {
      while (rows.size() < max && records.hasNext()) {
        CsvRecord read = records.next();
        lastLine = read.getStartingLineNumber();
        rows.add(new CsvRow(lastLine, read.getFields()));
      }
    } catch (CsvParseException unreadable) {
      // What was read before it is given first.
      broken = noLongerCsv(unreadable);
      if (rows.isEmpty()) {
        throw broken;
      }
    }
    return rows;
  }

  private UnusableFile noLongerCsv(CsvParseException unreadable) {
    return new UnusableFile(
        "The file is no longer CSV after the record of line "
            + lastLine
            + ", usually because of a quote that is neither closed nor doubled. Correct it and import the file again; what was imported up to there stays.",
        unreadable);
  }

  private void requireHeader(List<String> columns) {
    List<CsvRow> first = next(1);
    if (first.isEmpty()) {
      throw new UnusableFile("The file is empty. It must begin with the header " + text(columns));
    }
    List<String> header = first.getFirst().fields();
    if (!header.equals(columns)) {
      throw new UnusableFile(
          "The first line must be exactly the header "
              + text(columns)
              + " but is "
              + FileKind.shown(text(header)));
    }
  }

  private static String text(List<String> columns) {
    return String.join(",", columns);
  }

  private static byte[] head(InputStream bytes) throws IOException {
    bytes.mark(HEAD);
    byte[] head = bytes.readNBytes(HEAD);
    bytes.reset();
    return head;
  }

  private static void skipByteOrderMark(byte[] head, InputStream bytes) throws IOException {
    if (FileKind.startsWith(head, 0xEF, 0xBB, 0xBF)) {
      bytes.skipNBytes(3);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
