package io.qunfa.data.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.paging.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * All recipients of a campaign as CSV (RFC 4180, UTF-8 with BOM, so that Excel reads it rightly).
 * Holds one page of them at a time.
 */
@Component
final class WriteRecipientsCsv {
  private static final int PAGE = 2000;

  private final Recipients recipients;

  WriteRecipientsCsv(Recipients recipients) {
    this.recipients = recipients;
  }

  void write(TenantId tenant, CampaignId campaign, OutputStream out) throws IOException {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    text.write('\uFEFF');
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
    csv.writeRecord("external_userid", "name", "sender", "state", "reason", "updated_at");
    Optional<RecipientCursor> next = Optional.of(RecipientCursor.START);
    while (next.isPresent()) {
      Page<RecipientLine> page =
          recipients.page(tenant, campaign, Optional.empty(), next.get(), PAGE);
      page.items().forEach(line -> csv.writeRecord(cells(line)));
      next = Optional.ofNullable(page.nextCursor()).map(RecipientCursor::of);
    }
    csv.flush();
    text.flush();
  }

  private static String[] cells(RecipientLine line) {
    Object why = line.reason() != null ? line.reason() : line.code();
    return Stream.of(
            line.externalUserId(),
            Objects.requireNonNullElse(line.name(), ""),
            Objects.requireNonNullElse(line.memberUserid(), ""),
            line.state().name(),
            why == null ? "" : why.toString(),
            line.updatedAt().toString())
        .map(SpreadsheetCell::neutral)
        .toArray(String[]::new);
  }
}
