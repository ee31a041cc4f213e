package io.qunfa.account.credential;

import io.qunfa.account.Paging;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.paging.Cursor;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/corps/{corpId}/credentials")
class CredentialController {
  private static final int MAX_NAME = 64;
  private static final int MAX_SECRET = 512;

  private final Credentials credentials;
  private final Idempotency idempotency;

  CredentialController(Credentials credentials, Idempotency idempotency) {
    this.credentials = credentials;
    this.idempotency = idempotency;
  }

  @Operation(
      summary = "Store a secret under a name, or replace the one it has",
      description =
          "The secret that the name has already changes nothing: tokens stay, and a rejected one is"
              + " not tried more often. WeCom blocks an address that repeats a wrong secret.")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  CredentialView store(
      Caller caller,
      @PathVariable("corpId") CorpId corpId,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody NewCredential request) {
    String name = request.checkedName();
    String secret = request.checkedSecret();
    return idempotency.once(
        caller.tenantId(),
        "credential",
        key,
        new KeptRequest(corpId, request),
        CredentialView.class,
        () -> CredentialView.of(credentials.store(caller.tenantId(), corpId, name, secret)));
  }

  @Operation(
      summary = "Have WeCom asked once more about a rejected secret",
      description = "For what was put right at WeCom. Changes nothing if it is not rejected.")
  @PostMapping("/{credentialId}:try-again")
  CredentialView tryAgain(
      Caller caller,
      @PathVariable("corpId") CorpId corpId,
      @PathVariable("credentialId") CredentialId credentialId) {
    return CredentialView.of(credentials.tryAgain(caller.tenantId(), corpId, credentialId));
  }

  @GetMapping("/{credentialId}")
  CredentialView get(
      Caller caller,
      @PathVariable("corpId") CorpId corpId,
      @PathVariable("credentialId") CredentialId credentialId) {
    return CredentialView.of(credentials.get(caller.tenantId(), corpId, credentialId));
  }

  @GetMapping
  Page<CredentialView> list(
      Caller caller,
      @PathVariable("corpId") CorpId corpId,
      @RequestParam(name = "limit", defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    Paging.requireLimit(limit);
    Page<Credential> page =
        credentials.page(caller.tenantId(), corpId, Cursor.number(cursor, 0), limit);
    return new Page<>(page.items().stream().map(CredentialView::of).toList(), page.nextCursor());
  }

  /**
   * What a caller may see: never the secret.
   *
   * @param state {@code usable}; {@code rejected} while WeCom gives no token but is asked again;
   *     {@code stopped} when it is not asked again before another secret is posted or {@code
   *     :try-again} is ordered
   * @param sealedWith id of the key that seals the secret
   */
  record CredentialView(
      CredentialId credentialId,
      String name,
      String state,
      String sealedWith,
      @Nullable Rejection rejection) {
    static CredentialView of(Credential credential) {
      return new CredentialView(
          credential.credentialId(),
          credential.name(),
          stateOf(credential.rejection()),
          credential.sealedWith(),
          credential.rejection());
    }

    private static String stateOf(@Nullable Rejection rejection) {
      if (rejection == null) {
        return "usable";
      }
      return rejection.isFinal() ? "stopped" : "rejected";
    }
  }

  record KeptRequest(CorpId corpId, NewCredential request) {}

  record NewCredential(@Nullable String name, @Nullable String secret) {
    String checkedName() {
      String called = name == null ? "" : name.strip();
      if (called.isEmpty() || called.length() > MAX_NAME) {
        throw Problem.invalid("/name", "name must have 1 to " + MAX_NAME + " characters.");
      }
      return called;
    }

    String checkedSecret() {
      String given = secret == null ? "" : secret;
      if (given.isEmpty()
          || given.length() > MAX_SECRET
          || !given.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw Problem.invalid(
            "/secret",
            "secret must have 1 to " + MAX_SECRET + " visible ASCII characters, without blanks.");
      }
      return given;
    }

    @Override
    public String toString() {
      return "NewCredential[name=" + name + "]";
    }
  }
}
