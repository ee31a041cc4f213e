package io.qunfa.account.account;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open CSV file of accounts (RFC 4180, UTF-8 with or without BOM) whose header is right. Holds
 * as many records as are asked for at once.
 */
final class AccountCsv implements AutoCloseable {
  static final List<String> COLUMNS =
      List.of("channel", "member_userid", "credential", "daily_quota", "weight", "tags", "warm_up");

  /** What a cell of tags or warm_up holds to take them away; an empty one changes nothing. */
  static final String NONE = "-";

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int MAX_RECORD = 1 << 20;

  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;
  private @Nullable CsvParseException broken;

  private AccountCsv(CsvReader<CsvRecord> reader) {
    this.reader = reader;
    this.records = reader.iterator();
  }

  /** Throws the problem for the caller if it is no such file. */
  static AccountCsv open(InputStream source) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(source);
    bytes.mark(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(bytes.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
      bytes.reset();
    }
    AccountCsv file =
        new AccountCsv(
            CsvReader.builder()
                .commentStrategy(CommentStrategy.NONE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_RECORD)
                .ofCsvRecord(new InputStreamReader(bytes, StandardCharsets.UTF_8)));
    List<CsvRecord> header = file.next(1);
    if (header.isEmpty() || !header.getFirst().getFields().equals(COLUMNS)) {
      throw new Problem(
          ProblemCode.INVALID_REQUEST,
          "The first line must be exactly the header "
              + String.join(",", COLUMNS)
              + ". Of an account that exists an empty cell after the credential leaves what it has;"
              + " \"-\" in tags or warm_up takes them away.");
    }
    return file;
  }

  /** At most this many; empty at the end, and where the text can be told into records no more. */
  List<CsvRecord> next(int max) {
    List<CsvRecord> rows = new ArrayList<>();
    try {
      while (broken == null && rows.size() < max && records.hasNext()) {
        rows.add(records.next());
      }
    } catch (CsvParseException unreadable) {
      broken = unreadable;
    }
    return rows;
  }

  /** The rest of the file was not read: it is no CSV. */
  boolean isBroken() {
    return broken != null;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
