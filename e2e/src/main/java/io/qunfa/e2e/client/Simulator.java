package io.qunfa.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.List;
import java.util.Map;

/** The simulated WeCom: how it shall behave, and what it received. */
public final class Simulator {
  private final Rest rest;

  public Simulator(URI base) {
    this.rest = new Rest(base);
  }

  /** Changes only the settings that are named. */
  public void change(Map<String, Object> settings) {
    rest.put("/control/settings", settings).expect(200, 204);
  }

  public void corp(String corpId, String secret, List<String> members) {
    rest.post(
            "/control/corps",
            Map.of("corpId", corpId, "secrets", List.of(secret), "members", members))
        .expect(200, 201, 204);
  }

  /** A CSV with the header {@code external_userid,member_userid}. */
  public long contacts(String corpId, BodyPublisher csv) {
    return rest.stream("/control/corps/" + corpId + "/contacts", "text/csv", csv)
        .expect(200, 201)
        .path("relations")
        .asLong();
  }

  /** What goes wrong from now on; answers the fault's id. */
  public String fault(Map<String, Object> fault) {
    return rest.post("/control/faults", fault).expect(200, 201).path("id").asText();
  }

  public JsonNode faults() {
    return rest.get("/control/faults").expect(200);
  }

  public void clearFaults() {
    rest.delete("/control/faults").expect(200, 204);
  }

  public void invalidateTokens() {
    rest.post("/control/tokens:invalidate").expect(200, 204);
  }

  public JsonNode totals() {
    return rest.get("/control/received").expect(200);
  }

  public Received received() {
    return Received.read(rest.open("/control/received.csv", "text/csv"));
  }

  /** The newest calls first. */
  public List<Call> calls(String api, int limit) {
    JsonNode calls = rest.get("/control/calls?api=" + api + "&limit=" + limit).expect(200);
    return Json.items(calls.isArray() ? calls : calls.path("calls"))
        .map(
            call ->
                new Call(
                    call.path("at").asLong(),
                    call.path("api").asText(),
                    call.path("outcome").asText()))
        .toList();
  }

  /**
   * @param at epoch milliseconds of its arrival
   * @param outcome the errcode, or what took the answer away
   */
  public record Call(long at, String api, String outcome) {}
}
