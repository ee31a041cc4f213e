package io.qunfa.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.qunfa.e2e.client.Json;
import io.qunfa.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sample export read by a few lines that share nothing with the suite. */
final class SampleData {
  private static final Pattern ID = Pattern.compile("w[mo][A-Za-z0-9_-]{10,62}");

  private final Map<String, Set<String>> tagsByContact = new HashMap<>();
  private final Map<String, Set<String>> membersByContact = new HashMap<>();
  private final Set<String> optOuts = new HashSet<>();
  private long rejected;

  SampleData() {
    each(contactsFile(), this::addContact);
    each(optOutsFile(), row -> optOuts.add(row.getField("external_userid").strip()));
  }

  static Path contactsFile() {
    return file("contacts.csv");
  }

  static Path optOutsFile() {
    return file("opt-outs.csv");
  }

  static JsonNode expected() {
    try {
      return Json.read(Files.readString(file("expected.json")));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  long rejected() {
    return rejected;
  }

  Set<String> contacts() {
    return tagsByContact.keySet();
  }

  Set<String> optOuts() {
    return optOuts;
  }

  Set<String> members() {
    Set<String> members = new TreeSet<>();
    membersByContact.values().forEach(members::addAll);
    return members;
  }

  boolean follows(String member, String contact) {
    return membersByContact.getOrDefault(contact, Set.of()).contains(member);
  }

  long relations() {
    return membersByContact.values().stream().mapToLong(Set::size).sum();
  }

  /** At least one of these tags and not that one, whether opted out or not. */
  Set<String> tagged(List<String> anyOf, String not) {
    Set<String> found = new HashSet<>();
    tagsByContact.forEach(
        (contact, tags) -> {
          if (anyOf.stream().anyMatch(tags::contains) && !tags.contains(not)) {
            found.add(contact);
          }
        });
    return found;
  }

  /** As the simulator takes it. */
  String relationsAtWecom() {
    StringBuilder csv = new StringBuilder("external_userid,member_userid\n");
    membersByContact.forEach(
        (contact, members) ->
            members.forEach(member -> csv.append(contact).append(',').append(member).append('\n')));
    return csv.toString();
  }

  private void addContact(NamedCsvRecord row) {
    String id = row.getField("external_userid").strip();
    String member = row.getField("member_userid").strip();
    if (!ID.matcher(id).matches() || member.isEmpty()) {
      rejected++;
      return;
    }
    membersByContact.computeIfAbsent(id, key -> new HashSet<>()).add(member);
    Set<String> tags = tagsByContact.computeIfAbsent(id, key -> new HashSet<>());
    Stream.of(row.getField("tags").split("\\|", -1))
        .filter(tag -> !tag.isEmpty())
        .forEach(tags::add);
  }

  private static void each(Path file, Consumer<NamedCsvRecord> row) {
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
      rows.forEach(row);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path file(String name) {
    return Folders.project().resolve("samples").resolve(name);
  }
}
