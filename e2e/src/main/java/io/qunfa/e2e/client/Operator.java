package io.qunfa.e2e.client;

import java.net.URI;
import java.util.Map;

/** A person who has logged in at the gateway. */
public final class Operator {
  private final Rest rest;

  private Operator(Rest rest) {
    this.rest = rest;
  }

  public static Operator login(URI gateway, String username, String password) {
    Rest open = new Rest(gateway);
    String token =
        open.post("/api/v1/auth/login", Map.of("username", username, "password", password))
            .expect(200)
            .path("accessToken")
            .asText();
    return new Operator(open.withToken(token));
  }

  public Rest rest() {
    return rest;
  }

  public Corps corps() {
    return new Corps(rest);
  }

  public Imports imports() {
    return new Imports(rest);
  }

  public Campaigns campaigns() {
    return new Campaigns(rest);
  }

  public Tasks tasks() {
    return new Tasks(rest);
  }
}
