package io.qunfa.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The customer export in {@code samples/}, and who follows whom in it. */
final class SampleExport {
  private static final Pattern CONTACT_ID = Pattern.compile("w[mo][A-Za-z0-9_-]{10,62}");
  private static final String CONTACTS = "contacts.csv";

  private final Path folder;
  private final SortedSet<String> members = new TreeSet<>();
  private final Set<String> relations = new LinkedHashSet<>();
  private final JsonNode expected;

  SampleExport(Path folder) {
    this.folder = folder;
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(folder.resolve(CONTACTS))) {
      for (NamedCsvRecord row : rows) {
        String contact = row.getField("external_userid").strip();
        String member = row.getField("member_userid").strip();
        if (CONTACT_ID.matcher(contact).matches() && !member.isEmpty()) {
          members.add(member);
          relations.add(contact + "," + member);
        }
      }
      this.expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
    } catch (IOException unreadable) {
      throw new DemoFailure(
          "Cannot read the sample export in " + folder + ": check it out again.", unreadable);
    }
  }

  List<String> members() {
    return new ArrayList<>(members);
  }

  /** As the simulator takes them. */
  String relationsCsv() {
    return "external_userid,member_userid\n" + String.join("\n", relations) + "\n";
  }

  long expected(String count) {
    JsonNode value = expected.path(count);
    if (!value.isNumber()) {
      throw new DemoFailure(
          "samples/expected.json does not say " + count + ": check it out again.");
    }
    return value.asLong();
  }

  BodyPublisher contacts() {
    return file(CONTACTS);
  }

  BodyPublisher optOuts() {
    return file("opt-outs.csv");
  }

  private BodyPublisher file(String name) {
    try {
      return BodyPublishers.ofFile(folder.resolve(name));
    } catch (IOException missing) {
      throw new DemoFailure(
          "Cannot read " + folder.resolve(name) + ": check it out again.", missing);
    }
  }
}
