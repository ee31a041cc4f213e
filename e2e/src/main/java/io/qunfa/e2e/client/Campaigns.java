package io.qunfa.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** What an operator does with campaigns. */
public final class Campaigns {
  private final Rest rest;

  Campaigns(Rest rest) {
    this.rest = rest;
  }

  /** Creates and launches; answers the id. */
  public String launched(CampaignDraft draft) {
    String id = created(draft);
    launch(id).expect(200, 202);
    return id;
  }

  public String created(CampaignDraft draft) {
    return idOf(create(draft, UUID.randomUUID().toString()).expect(201));
  }

  public Answer create(CampaignDraft draft, String idempotencyKey) {
    return rest.post("/api/v1/campaigns", draft.json(), "Idempotency-Key", idempotencyKey);
  }

  public static String idOf(JsonNode created) {
    return created.path("campaignId").asText();
  }

  public Answer launch(String id) {
    return command(id, "launch");
  }

  public Answer pause(String id) {
    return command(id, "pause");
  }

  public Answer resume(String id) {
    return command(id, "resume");
  }

  public Answer cancel(String id) {
    return command(id, "cancel");
  }

  public JsonNode preview(String id) {
    return command(id, "preview").expect(200);
  }

  private Answer command(String id, String verb) {
    return rest.post("/api/v1/campaigns/" + id + ":" + verb);
  }

  public JsonNode get(String id) {
    return rest.get("/api/v1/campaigns/" + id).expect(200);
  }

  public String status(String id) {
    return get(id).path("status").asText();
  }

  public Progress progress(String id) {
    return Progress.of(rest.get("/api/v1/campaigns/" + id + "/progress").expect(200));
  }

  /** Server-sent events; the caller closes the stream. */
  public InputStream progressEvents(String id) {
    return rest.open("/api/v1/campaigns/" + id + "/progress", "text/event-stream");
  }

  public JsonNode report(String id) {
    return rest.get("/api/v1/campaigns/" + id + "/report").expect(200);
  }

  public InputStream recipientsCsv(String id) {
    return rest.open("/api/v1/campaigns/" + id + "/recipients.csv", "text/csv");
  }

  /** The external user ids of all recipients in this state. */
  public Set<String> recipients(String id, String state) {
    Set<String> found = new HashSet<>();
    Pages.each(
        rest,
        "/api/v1/campaigns/" + id + "/recipients?limit=1000&state=" + state,
        item -> found.add(item.path("externalUserId").asText()));
    return found;
  }

  /** Waits until the campaign has ended. */
  public void awaitStatus(String id, String status, Duration atMost) {
    Awaitility.await("campaign " + id + " becomes " + status)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> status(id), status::equals);
  }

  /** For a service that a test has killed: until it is back the gateway answers 503 for it. */
  public void awaitStatusThroughOutage(String id, String status, Duration atMost) {
    Awaitility.await("campaign " + id + " becomes " + status)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsMatching(
            failure -> String.valueOf(failure.getMessage()).contains("answered 503"))
        .until(() -> status(id), status::equals);
  }
}
