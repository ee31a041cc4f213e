package io.qunfa.data.importing;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** One transaction of an import: the rows, why some were refused, and how far it has come. */
@Component
final class WriteBatch {
  // A text in another encoding has nearly no line beyond ASCII that happens to be UTF-8 as well.
  private static final int ENOUGH_TO_JUDGE = 10;

  private final Imports imports;
  private final TransactionOperations transaction;
  private final RetryTemplate retries;
  private final ImportSettings settings;
  private final InstantSource time;

  WriteBatch(
      Imports imports,
      TransactionOperations transaction,
      RetryTemplate retries,
      ImportSettings settings,
      InstantSource time) {
    this.imports = imports;
    this.transaction = transaction;
    this.retries = retries;
    this.settings = settings;
    this.time = time;
  }

  int size() {
    return settings.batchRows();
  }

  /**
   * @param rejectedBefore rows of this import refused so far, to list only the first of them
   * @throws UnusableFile if most of what is not ASCII is not UTF-8 either
   * @throws LeaseLost if another process took over
   */
  BatchResult write(ImportJob job, BatchWriter writer, List<CsvRow> rows, long rejectedBefore) {
    List<CsvRow> readable = new ArrayList<>(rows.size());
    List<ImportStatus.Rejection> broken = new ArrayList<>();
    for (CsvRow row : rows) {
      if (row.fields().size() != writer.columns().size()) {
        broken.add(
            new ImportStatus.Rejection(
                row.line(),
                "has %d fields instead of %d"
                    .formatted(row.fields().size(), writer.columns().size())));
      } else if (row.fields().stream().anyMatch(MarkedUtf8Reader::isMarked)) {
        broken.add(new ImportStatus.Rejection(row.line(), "holds bytes that are not UTF-8"));
      } else {
        readable.add(row);
      }
    }
    requireUtf8(rows);
    return retries.execute(
        attempt ->
            transaction.execute(
                status -> {
                  BatchResult result = result(rows.size(), writer.write(job, readable), broken);
                  imports.keepRejections(job, listed(result, rejectedBefore));
                  imports.advance(job, result, time.instant().plus(settings.lease()));
                  return result;
                }));
  }

  /** For work that shows no progress in rows. */
  void renewLease(ImportJob job) {
    imports.renew(job, time.instant().plus(settings.lease()));
  }

  private static BatchResult result(
      int rows, BatchWriter.Written written, List<ImportStatus.Rejection> broken) {
    List<ImportStatus.Rejection> all = new ArrayList<>(broken);
    all.addAll(written.rejections());
    all.sort((one, other) -> Long.compare(one.line(), other.line()));
    return new BatchResult(rows, written.duplicates(), all);
  }

  private static List<ImportStatus.Rejection> listed(BatchResult result, long before) {
    return result.rejections().stream()
        .limit(Math.max(0, ImportStatus.MAX_LISTED - before))
        .toList();
  }

  private static void requireUtf8(List<CsvRow> rows) {
    List<String> beyondAscii =
        rows.stream()
            .map(row -> String.join(",", row.fields()))
            .filter(text -> !StandardCharsets.US_ASCII.newEncoder().canEncode(text))
            .toList();
    long marked = beyondAscii.stream().filter(MarkedUtf8Reader::isMarked).count();
    if (marked >= ENOUGH_TO_JUDGE && marked * 2 > beyondAscii.size()) {
      throw new UnusableFile(
          "The file is not UTF-8 (from line %d on most lines are not), probably GBK. Save it as \"CSV UTF-8\" and import it again."
              .formatted(rows.getFirst().line()));
    }
  }
}
