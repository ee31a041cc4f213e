package io.qunfa.data.importing;

import io.qunfa.data.suppression.SuppressionRow;
import io.qunfa.data.suppression.Suppressions;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** A list of customers who must not be written to. */
@Component
final class SuppressionRows implements BatchWriter {
  private static final List<String> COLUMNS = List.of("external_userid", "reason");
  private static final int MAX_REASON = 255;

  private final Suppressions suppressions;

  SuppressionRows(Suppressions suppressions) {
    this.suppressions = suppressions;
  }

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public Written write(ImportJob job, List<CsvRow> rows) {
    List<SuppressionRow> good = new ArrayList<>(rows.size());
    List<ImportStatus.Rejection> rejections = new ArrayList<>();
    for (CsvRow row : rows) {
      String id = row.field(0).strip();
      String reason = row.field(1).strip();
      if (!ExternalIds.wellFormed(id)) {
        rejections.add(new ImportStatus.Rejection(row.line(), ExternalIds.complaint(id)));
      } else if (reason.length() > MAX_REASON) {
        rejections.add(
            new ImportStatus.Rejection(
                row.line(), "reason is longer than " + MAX_REASON + " characters"));
      } else {
        good.add(new SuppressionRow(id, reason));
      }
    }
    int repeats =
        good.isEmpty() ? 0 : suppressions.put(job.tenantId(), job.corpId(), job.importId(), good);
    return new Written(repeats, rejections);
  }
}
