package io.qunfa.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/** CSV files handed over, and what became of them. */
public final class Imports {
  private static final Set<String> UNFINISHED = Set.of("QUEUED", "RUNNING");

  private final Rest rest;

  Imports(Rest rest) {
    this.rest = rest;
  }

  /** Uploads, waits for the end, answers the finished import. */
  public JsonNode contacts(String corpId, BodyPublisher csv) {
    return finished(uploadContacts(corpId, csv).expect(202));
  }

  public JsonNode suppressions(String corpId, BodyPublisher csv) {
    return finished(
        rest.upload("/api/v1/suppressions:import?corpId=" + corpId, "opt-outs.csv", "text/csv", csv)
            .expect(202));
  }

  public Answer uploadContacts(String corpId, BodyPublisher csv) {
    return rest.upload("/api/v1/contacts:import?corpId=" + corpId, "contacts.csv", "text/csv", csv);
  }

  public JsonNode finished(JsonNode accepted) {
    String path = "/api/v1/imports/" + accepted.path("importId").asText();
    return Awaitility.await("the end of import " + path)
        .atMost(Duration.ofMinutes(15))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> rest.get(path).expect(200),
            state -> !UNFINISHED.contains(state.path("status").asText()));
  }

  /** All contacts of the corp, page by page. */
  public List<JsonNode> listContacts(String corpId) {
    List<JsonNode> contacts = new ArrayList<>();
    Pages.each(rest, "/api/v1/contacts?corpId=" + corpId + "&limit=1000", contacts::add);
    return contacts;
  }
}
