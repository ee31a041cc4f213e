package io.qunfa.apiexecutor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.CorpId;
import io.qunfa.job.BeginJob;
import io.qunfa.job.ClaimMsgid;
import io.qunfa.job.FollowUp;
import io.qunfa.job.JobContent;
import io.qunfa.job.JobRecipients;
import io.qunfa.job.TakenMsgids;
import io.qunfa.permit.AccountGate;
import io.qunfa.permit.ReserveCalls;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettleCalls;
import io.qunfa.token.AccessToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * What the executor sees of task-service, data-service and account-service. Tokens are the
 * simulator's own.
 */
final class ScriptedSuite {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  /** The word of a denied slice. */
  static final Duration DENIED_FOR = Duration.ofSeconds(7);

  final Map<String, MessageContent> contents = new ConcurrentHashMap<>();
  final Map<String, List<String>> recipients = new ConcurrentHashMap<>();
  final Map<String, byte[]> media = new ConcurrentHashMap<>();
  final Queue<FollowUp> followUps = new ConcurrentLinkedQueue<>();
  final Queue<FollowUp.HandBack> handedBack = new ConcurrentLinkedQueue<>();

  /** How many calls of an API are still granted; where nothing is said, all. */
  final Map<String, AtomicInteger> callsLeft = new ConcurrentHashMap<>();

  final Queue<ReserveCalls> sliceAsks = new ConcurrentLinkedQueue<>();
  final Queue<SettleCalls> settledSlices = new ConcurrentLinkedQueue<>();
  private final Set<String> openSlices = ConcurrentHashMap.newKeySet();

  final Set<String> down = ConcurrentHashMap.newKeySet();

  /** Sendings by the job that they belong to. */
  final Map<String, String> owners = new ConcurrentHashMap<>();

  final AtomicInteger begins = new AtomicInteger();

  /** How long the answer of begin is on its way. */
  volatile Duration slowBegin = Duration.ZERO;

  final AtomicInteger tokensFetched = new AtomicInteger();
  final AtomicInteger gateAsks = new AtomicInteger();

  /** Told of every token before it is handed out. */
  volatile Consumer<String> tokenSeen = token -> {};

  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final AtomicLong tokenVersion = new AtomicLong(1);
  private final HttpServer server;
  private final RestClient wecom;
  private volatile @Nullable RestClient realAccounts;
  private volatile @Nullable RestClient realCalls;

  ScriptedSuite(String wecomUrl) throws IOException {
    wecom = RestClient.create(wecomUrl);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    route("/task/internal/v1/campaigns/", "task", this::content);
    route("/task/internal/v1/jobs:begin", "begin", this::begin);
    route("/task/internal/v1/follow-ups:claim", "task", this::claim);
    route("/task/internal/v1/follow-ups:handBack", "task", this::handBack);
    route("/task/internal/v1/msgids:taken", "task", this::takenMsgids);
    route("/task/internal/v1/msgids:claim", "task", this::claimMsgid);
    route("/task/internal/v1/media/", "task", exchange -> null);
    route("/data/internal/v1/campaigns/", "data", this::recipientsOf);
    route("/account/internal/v1/tokens", "account", exchange -> token());
    route("/account/internal/v1/tokens:invalidate", "account", exchange -> invalidate());
    route("/account/internal/v1/accounts/", "gates", this::gate);
    route("/account/internal/v1/calls:reserve", "calls", this::reserveCalls);
    route("/account/internal/v1/calls:settle", "calls", this::settleCalls);
    server.start();
  }

  /** From now on a real account-service says who may send. */
  void gatesAt(String accountService) {
    realAccounts = RestClient.create(accountService);
  }

  void gatesAlwaysOpen() {
    realAccounts = null;
  }

  /** From now on a real account-service says how often APIs may be called. */
  void callsAt(String accountService) {
    realCalls = RestClient.create(accountService);
  }

  void callsAsScripted() {
    realCalls = null;
  }

  /** Below it there are /task, /data and /account. */
  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private void route(String path, String service, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            if (down.contains(service)) {
              exchange.sendResponseHeaders(503, -1);
              return;
            }
            byte[] body;
            if (path.endsWith("/media/")) {
              body = Objects.requireNonNull(media.get(last(exchange)));
              exchange.getResponseHeaders().set("Content-Type", "image/png");
              exchange
                  .getResponseHeaders()
                  .set("Content-Disposition", "inline; filename*=UTF-8''%E5%9B%BE.png");
            } else {
              Object value = answerOf(answer, exchange);
              body = value == null ? new byte[0] : JSON.writeValueAsBytes(value);
              exchange.getResponseHeaders().set("Content-Type", "application/json");
            }
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  private static @Nullable Object answerOf(Answer answer, HttpExchange exchange)
      throws IOException {
    try {
      return answer.to(exchange);
    } catch (IOException failed) {
      throw failed;
    } catch (Exception unforeseen) {
      throw new IOException(unforeseen);
    }
  }

  private Object content(HttpExchange exchange) {
    String campaign = exchange.getRequestURI().getPath().split("/", -1)[5];
    return new JobContent(
        new CorpId(Simulator.CORP), Objects.requireNonNull(contents.get(campaign)));
  }

  private Object begin(HttpExchange exchange) throws Exception {
    BeginJob question = JSON.readValue(exchange.getRequestBody(), BeginJob.class);
    begins.incrementAndGet();
    new CountDownLatch(1).await(slowBegin.toMillis(), TimeUnit.MILLISECONDS);
    boolean first = begun.add(question.jobId() + "/" + question.epoch());
    return new BeginJob.Answer(first ? BeginJob.Verdict.GO : BeginJob.Verdict.TAKEN);
  }

  private Object takenMsgids(HttpExchange exchange) throws IOException {
    TakenMsgids question = JSON.readValue(exchange.getRequestBody(), TakenMsgids.class);
    return new TakenMsgids.Answer(question.msgids().stream().filter(owners::containsKey).toList());
  }

  private Object claimMsgid(HttpExchange exchange) throws IOException {
    ClaimMsgid claim = JSON.readValue(exchange.getRequestBody(), ClaimMsgid.class);
    String job = claim.jobId().toString();
    String owner = owners.putIfAbsent(claim.msgid(), job);
    return new ClaimMsgid.Answer(
        owner == null || owner.equals(job)
            ? ClaimMsgid.Verdict.YOURS
            : ClaimMsgid.Verdict.ANOTHERS);
  }

  private Object claim(HttpExchange exchange) {
    FollowUp next = followUps.poll();
    return new FollowUp.Claimed(next == null ? List.of() : List.of(next));
  }

  private Object recipientsOf(HttpExchange exchange) {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    String query = exchange.getRequestURI().getQuery();
    String state = query.substring(query.indexOf("state=") + "state=".length());
    return new JobRecipients(
        recipients.getOrDefault(path[5] + "-" + path[7] + "/" + state, List.of()));
  }

  private Object token() {
    tokensFetched.incrementAndGet();
    JsonNode answer =
        wecom
            .get()
            .uri(
                "/cgi-bin/gettoken?corpid={corp}&corpsecret={secret}",
                Simulator.CORP,
                Simulator.SECRET)
            .retrieve()
            .body(JsonNode.class);
    String token = Objects.requireNonNull(answer).path("access_token").asText();
    tokens.add(token);
    tokenSeen.accept(token);
    return new AccessToken(
        token, tokenVersion.get(), Instant.now().plusSeconds(answer.path("expires_in").asLong()));
  }

  /** All that were handed out. */
  Set<String> tokens() {
    return Set.copyOf(tokens);
  }

  private @Nullable Object gate(HttpExchange exchange) {
    gateAsks.incrementAndGet();
    RestClient real = realAccounts;
    if (real == null) {
      return AccountGate.opened();
    }
    String path = exchange.getRequestURI().toString().substring("/account".length());
    return real.get()
        .uri(path)
        .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
        .retrieve()
        .body(JsonNode.class);
  }

  private @Nullable Object reserveCalls(HttpExchange exchange) throws IOException {
    RestClient real = realCalls;
    if (real != null) {
      return passedOn(real, exchange);
    }
    ReserveCalls ask = JSON.readValue(exchange.getRequestBody(), ReserveCalls.class);
    sliceAsks.add(ask);
    if (ask.before() != null) {
      settled(ask.before());
    }
    AtomicInteger left = callsLeft.get(ask.api());
    int granted =
        left == null
            ? ask.calls()
            : Math.min(
                ask.calls(), left.getAndUpdate(calls -> calls - Math.min(calls, ask.calls())));
    if (granted == 0) {
      return new Decision(0, null, null, DENIED_FOR, Limit.API_RATE);
    }
    openSlices.add(ask.permitId());
    return new Decision(granted, ask.permitId(), Duration.ofSeconds(15), Duration.ZERO, Limit.NONE);
  }

  private @Nullable Object settleCalls(HttpExchange exchange) throws IOException {
    RestClient real = realCalls;
    if (real != null) {
      return passedOn(real, exchange);
    }
    settled(JSON.readValue(exchange.getRequestBody(), SettleCalls.class));
    return null;
  }

  private void settled(SettleCalls slice) {
    openSlices.remove(slice.permitId());
    settledSlices.add(slice);
  }

  /** No executor holds a slice. */
  boolean allSlicesAreSettled() {
    return openSlices.isEmpty();
  }

  private static @Nullable Object passedOn(RestClient service, HttpExchange exchange)
      throws IOException {
    return service
        .post()
        .uri(exchange.getRequestURI().toString().substring("/account".length()))
        .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
        .contentType(MediaType.APPLICATION_JSON)
        .body(exchange.getRequestBody().readAllBytes())
        .retrieve()
        .body(JsonNode.class);
  }

  private @Nullable Object handBack(HttpExchange exchange) throws IOException {
    handedBack.add(JSON.readValue(exchange.getRequestBody(), FollowUp.HandBack.class));
    return null;
  }

  private Object invalidate() {
    return Map.of("version", tokenVersion.incrementAndGet());
  }

  private static String last(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private interface Answer {
    @Nullable Object to(HttpExchange exchange) throws Exception;
  }
}
