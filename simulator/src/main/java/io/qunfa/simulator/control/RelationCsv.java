package io.qunfa.simulator.control;

import io.qunfa.simulator.corp.IdList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntBiFunction;

/**
 * Follow relations in CSV: two ids on a line, of which neither can hold a comma. Read in batches,
 * never whole.
 */
final class RelationCsv {
  static final String HEADER = "external_userid,member_userid";
  private static final int BATCH = 5_000;

  private RelationCsv() {}

  /** Gives every batch to {@code taker}; the sum of what it answers. */
  static int read(InputStream csv, ToIntBiFunction<IdList, List<String>> taker) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8), 1 << 16);
    String header = lines.readLine();
    if (header == null || !plain(header).equals(HEADER)) {
      throw new IllegalArgumentException("The first line must be " + HEADER);
    }
    int sum = 0;
    int number = 1;
    IdList targets = new IdList();
    List<String> members = new ArrayList<>(BATCH);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      String plain = plain(line);
      if (plain.isEmpty()) {
        continue;
      }
      int comma = plain.indexOf(',');
      if (comma < 1 || comma == plain.length() - 1 || comma != plain.lastIndexOf(',')) {
        throw new IllegalArgumentException(
            "Line "
                + number
                + " is not external_userid,member_userid; the lines of earlier"
                + " batches are kept.");
      }
      targets.add(plain.toCharArray(), 0, comma);
      members.add(plain.substring(comma + 1));
      if (members.size() == BATCH) {
        sum += taker.applyAsInt(targets, members);
        targets = new IdList();
        members = new ArrayList<>(BATCH);
      }
    }
    return sum + taker.applyAsInt(targets, members);
  }

  private static String plain(String line) {
    return line.replace("\uFEFF", "").replace("\"", "").strip();
  }
}
