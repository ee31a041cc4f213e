package io.qunfa.e2e.client;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableSet;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every recipient of every sending that the simulator took. */
public record Received(List<Row> rows) {
  public Received {
    rows = List.copyOf(rows);
  }

  static Received read(InputStream csv) {
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(csv);
        Stream<NamedCsvRecord> stream = records.stream()) {
      return new Received(stream.map(Row::of).toList());
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot read what the simulator received", failed);
    }
  }

  /** Only what these members sent. */
  public Received by(Collection<String> senders) {
    Set<String> wanted = Set.copyOf(senders);
    return new Received(rows.stream().filter(row -> wanted.contains(row.sender())).toList());
  }

  /** Only what was not there before. */
  public Received since(Received earlier) {
    Set<String> known = earlier.msgids();
    return new Received(rows.stream().filter(row -> !known.contains(row.msgid())).toList());
  }

  public Set<String> recipients() {
    return rows.stream().map(Row::externalUserId).collect(toUnmodifiableSet());
  }

  public Set<String> msgids() {
    return rows.stream().map(Row::msgid).collect(toUnmodifiableSet());
  }

  /** Who got one text more than once, with how often. */
  public Map<List<String>, Long> repeated() {
    Map<List<String>, Long> often =
        rows.stream()
            .collect(groupingBy(row -> List.of(row.externalUserId(), row.textHash()), counting()));
    often.values().removeIf(times -> times == 1);
    return often;
  }

  /**
   * @param status WeCom's: 0 not confirmed, 1 sent, 2 no friend, 3 over quota
   */
  public record Row(
      String externalUserId, String sender, String msgid, String textHash, int status) {
    private static Row of(NamedCsvRecord record) {
      return new Row(
          record.getField("external_userid"),
          record.getField("sender"),
          record.getField("msgid"),
          record.getField("text_hash"),
          Integer.parseInt(record.getField("status")));
    }
  }
}
