package io.qunfa.task;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.qunfa.audience.FindFollowers;
import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.SplitJob;
import io.qunfa.permit.FindSenders;
import io.qunfa.permit.FindWorking;
import io.qunfa.permit.ReservePermits;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SendingAccount;
import io.qunfa.permit.SettlePermits;
import io.qunfa.protection.CorpQuietHours;
import io.qunfa.protection.Exemption;
import io.qunfa.protection.ProtectJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** account-service and data-service as far as task-service sees them, told by tests what to say. */
final class Neighbourhood implements AutoCloseable {
  private static final String SECOND = "/second";
  private static final Pattern FREEZE = Pattern.compile("/internal/v1/campaigns/(\\d+):freeze");
  private static final Pattern PREVIEW = Pattern.compile("/internal/v1/campaigns/(\\d+):preview");
  private static final Pattern SPLIT =
      Pattern.compile("/internal/v1/campaigns/(\\d+)/jobs/(\\d+):split");
  private static final Pattern QUIET = Pattern.compile("/internal/v1/corps/([^/]+)/quiet-hours");
  private static final Pattern LEDGER = Pattern.compile("/internal/v1/campaigns/(\\d+)/ledger");

  final Map<CorpId, List<SendingAccount>> accounts = new ConcurrentHashMap<>();
  final Map<CorpId, FrozenAudience> audiences = new ConcurrentHashMap<>();
  final Map<CorpId, Function<FreezeTasks.SingleTask, FrozenAudience>> taskAudiences =
      new ConcurrentHashMap<>();
  final Map<Long, LedgerCounts> ledgers = new ConcurrentHashMap<>();

  /** Who follows the contacts of a corp; everybody if nothing is said. */
  final Map<CorpId, List<String>> followers = new ConcurrentHashMap<>();

  final Queue<FindSenders> finds = new ConcurrentLinkedQueue<>();
  final Queue<FreezeTasks> taskFreezes = new ConcurrentLinkedQueue<>();
  final Map<AccountId, Decision> denied = new ConcurrentHashMap<>();
  final Map<AccountId, ModelLimiter> limiters = new ConcurrentHashMap<>();
  final ModelSplits splits = new ModelSplits();

  final Queue<Ask> asks = new ConcurrentLinkedQueue<>();
  final Queue<Ask> asksOfSecondReplica = new ConcurrentLinkedQueue<>();
  final Queue<SettlePermits.Settlement> settlements = new ConcurrentLinkedQueue<>();
  final Queue<CampaignId> senderlessFreezes = new ConcurrentLinkedQueue<>();
  final Set<String> refusedContacts = ConcurrentHashMap.newKeySet();

  /** Somebody counts messages to them just now. */
  final Set<String> busyContacts = ConcurrentHashMap.newKeySet();

  /** Tasks of these corps are frozen when the test lets them. */
  final Map<CorpId, CountDownLatch> heldFreezes = new ConcurrentHashMap<>();

  final Set<CorpId> refusedCorps = ConcurrentHashMap.newKeySet();
  final Queue<CorpId> freezes = new ConcurrentLinkedQueue<>();

  /** What data-service says of the jobs of a campaign; of others: all of their recipients, now. */
  final Map<CampaignId, Function<ProtectJobs.Ask, ProtectJobs.Verdict>> protections =
      new ConcurrentHashMap<>();

  final Queue<ProtectJobs.Ask> protectAsks = new ConcurrentLinkedQueue<>();
  final Map<CorpId, Exemption> exemptions = new ConcurrentHashMap<>();

  /** By the policy of a corp; none if nothing is said. */
  final Map<CorpId, CorpQuietHours> quietHours = new ConcurrentHashMap<>();

  volatile boolean dataServiceAway;
  volatile boolean accountServiceAway;
  volatile boolean limiterAway;

  /** account-service is away as soon as it has given permits. */
  volatile boolean settlingAway;

  volatile Duration permitLifetime = Duration.ofMinutes(5);

  /** Whose settlements account-service refuses. */
  final Set<TenantId> refusedSettlers = ConcurrentHashMap.newKeySet();

  /** What happens after a permit for such an account was given and before its answer is there. */
  final Map<AccountId, Consumer<Ask>> meanwhile = new ConcurrentHashMap<>();

  /** What happens between the question for permits and the answer. */
  volatile Runnable whileDeciding = () -> {};

  private final ObjectMapper json;
  private final HttpServer server;

  Neighbourhood(ObjectMapper json) {
    this.json = json;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** All are there again, and limit nobody. */
  void recover() {
    dataServiceAway = false;
    accountServiceAway = false;
    limiterAway = false;
    settlingAway = false;
    denied.clear();
    limiters.clear();
    splits.clear();
    refusedSettlers.clear();
    meanwhile.clear();
    permitLifetime = Duration.ofMinutes(5);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The same neighbours, which can tell who asks. */
  String urlOfSecondReplica() {
    return url() + SECOND;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean bySecond = exchange.getRequestURI().getPath().startsWith(SECOND);
      String path = exchange.getRequestURI().getPath().substring(bySecond ? SECOND.length() : 0);
      boolean toAccounts = path.contains("/accounts") || path.contains("/permits");
      if ((toAccounts ? accountServiceAway : dataServiceAway)
          || (limiterAway && path.endsWith("permits:reserve"))
          || (settlingAway && path.endsWith("permits:settle"))
          || (splits.away && SPLIT.matcher(path).matches())) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      Object answer = answer(path, bySecond, exchange);
      if (SPLIT.matcher(path).matches() && splits.answersGetLost) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      if (answer == null) {
        exchange.sendResponseHeaders(path.endsWith(":settle") ? 204 : 404, -1);
        return;
      }
      byte[] body = json.writeValueAsBytes(answer);
      boolean refused = answer instanceof ProblemDetail;
      exchange
          .getResponseHeaders()
          .add("Content-Type", refused ? "application/problem+json" : "application/json");
      exchange.sendResponseHeaders(refused ? 400 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private @Nullable Object answer(String path, boolean bySecond, HttpExchange exchange)
      throws IOException {
    Matcher ledger = LEDGER.matcher(path);
    if (ledger.matches()) {
      return ledgers.get(Long.parseLong(ledger.group(1)));
    }
    if (path.equals("/internal/v1/accounts")) {
      String query = exchange.getRequestURI().getQuery();
      String corp = query.replaceAll(".*corpId=([^&]*).*", "$1");
      return new SendingAccount.Listing(
          accounts.getOrDefault(new CorpId(corp), List.of()).stream()
              .map(this::withWhatIsUsed)
              .toList());
    }
    Matcher quiet = QUIET.matcher(path);
    if (quiet.matches()) {
      return quietHours.getOrDefault(
          new CorpId(quiet.group(1)),
          new CorpQuietHours(ZoneOffset.UTC, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT));
    }
    if (path.endsWith("accounts:find")) {
      FindSenders find = read(exchange, new TypeReference<FindSenders>() {});
      finds.add(find);
      return new SendingAccount.Listing(
          accounts.getOrDefault(find.corpId(), List.of()).stream()
              .filter(
                  account ->
                      find.memberUserids().contains(account.memberUserid())
                          || find.accountIds().contains(account.accountId()))
              .toList());
    }
    if (path.endsWith("accounts:working")) {
      FindWorking find = read(exchange, new TypeReference<FindWorking>() {});
      return new FindWorking.Working(find.accountIds().stream().filter(this::isWorking).toList());
    }
    if (path.endsWith("contacts:followers")) {
      FindFollowers find = read(exchange, new TypeReference<FindFollowers>() {});
      return new FindFollowers.Followers(
          followers.getOrDefault(
              find.corpId(),
              accounts.getOrDefault(find.corpId(), List.of()).stream()
                  .map(SendingAccount::memberUserid)
                  .toList()));
    }
    if (path.endsWith("permits:reserve")) {
      ReservePermits reserve = read(exchange, new TypeReference<>() {});
      (bySecond ? asksOfSecondReplica : asks).addAll(reserve.asks());
      whileDeciding.run();
      List<Decision> decisions = reserve.asks().stream().map(this::decide).toList();
      for (int i = 0; i < decisions.size(); i++) {
        if (decisions.get(i).permitId() != null) {
          Ask granted = reserve.asks().get(i);
          meanwhile.getOrDefault(granted.accountId(), none -> {}).accept(granted);
        }
      }
      return new ReservePermits.Decisions(decisions);
    }
    if (path.endsWith("permits:settle")) {
      SettlePermits settle = read(exchange, new TypeReference<>() {});
      if (refusedSettlers.contains(settle.tenantId())) {
        return refusal();
      }
      List<SettlePermits.Settlement> told = settle.settlements();
      settlements.addAll(told);
      limiters.values().forEach(limiter -> told.forEach(limiter::settle));
      return null;
    }
    if (path.endsWith("jobs:protect")) {
      return protect(read(exchange, new TypeReference<ProtectJobs>() {}));
    }
    if (path.endsWith("tasks:freeze")) {
      return freeze(read(exchange, new TypeReference<FreezeTasks>() {}));
    }
    Matcher split = SPLIT.matcher(path);
    if (split.matches()) {
      SplitJob ask = read(exchange, new TypeReference<SplitJob>() {});
      SplitJob.Halves halves =
          splits.split(split.group(1), Integer.parseInt(split.group(2)), ask.keep());
      return halves == null ? refusal() : halves;
    }
    Map<String, Object> freeze = read(exchange, new TypeReference<>() {});
    CorpId corp = new CorpId(String.valueOf(freeze.get("corpId")));
    FrozenAudience frozen =
        audiences.getOrDefault(corp, new FrozenAudience(0, Map.of(), 0, List.of()));
    if (FREEZE.matcher(path).matches()) {
      freezes.add(corp);
      exemptions.put(corp, json.convertValue(freeze.get("exemption"), Exemption.class));
      return refusedCorps.contains(corp) ? refusal() : frozen;
    }
    return PREVIEW.matcher(path).matches() ? Previews.of(frozen) : null;
  }

  private SendingAccount withWhatIsUsed(SendingAccount account) {
    ModelLimiter limiter = limiters.get(account.accountId());
    return limiter == null ? account : limiter.withWhatIsUsed(account);
  }

  private boolean isWorking(AccountId account) {
    Decision no = denied.get(account);
    return no == null || no.decidedBy() != Limit.ACCOUNT_STATE;
  }

  private ProtectJobs.Answer protect(ProtectJobs protect) {
    protectAsks.addAll(protect.asks());
    return new ProtectJobs.Answer(
        protect.asks().stream()
            .map(
                ask ->
                    protections
                        .getOrDefault(
                            ask.campaignId(), one -> ProtectJobs.Verdict.clear(one.recipients()))
                        .apply(ask))
            .toList());
  }

  private Decision decide(Ask ask) {
    Decision no = denied.get(ask.accountId());
    ModelLimiter limiter = limiters.get(ask.accountId());
    if (no == null && limiter != null) {
      return limiter.decide(ask);
    }
    return no != null
        ? no
        : new Decision(
            ask.recipients(),
            "permit-" + ask.reference(),
            permitLifetime,
            Duration.ZERO,
            Limit.NONE);
  }

  private static ProblemDetail refusal() {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "No ledger can hold this.");
  }

  private Object freeze(FreezeTasks freeze) {
    if (freeze.tasks().stream()
        .flatMap(task -> task.externalUserIds().stream())
        .anyMatch(refusedContacts::contains)) {
      return refusal();
    }
    taskFreezes.add(freeze);
    if (freeze.senders().isEmpty()) {
      freeze.tasks().forEach(task -> senderlessFreezes.add(task.taskId()));
    }
    freeze.tasks().forEach(task -> exemptions.put(freeze.corpId(), task.exemption()));
    CountDownLatch held = heldFreezes.get(freeze.corpId());
    if (held != null) {
      awaitRelease(held);
    }
    return new FreezeTasks.FrozenTasks(
        freeze.tasks().stream()
            .filter(task -> !isBusy(task))
            .map(
                task ->
                    new FreezeTasks.FrozenTask(
                        task.taskId(),
                        taskAudiences
                            .getOrDefault(
                                freeze.corpId(),
                                ignored -> new FrozenAudience(1, Map.of(), 0, List.of()))
                            .apply(task)))
            .toList(),
        freeze.tasks().stream().filter(this::isBusy).map(FreezeTasks.SingleTask::taskId).toList());
  }

  private boolean isBusy(FreezeTasks.SingleTask task) {
    return task.externalUserIds().stream().anyMatch(busyContacts::contains);
  }

  private static void awaitRelease(CountDownLatch held) {
    try {
      if (!held.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a test has held a freeze for too long");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private <T> T read(HttpExchange exchange, TypeReference<T> type) throws IOException {
    return json.readValue(exchange.getRequestBody(), type);
  }

  static SendingAccount account(CorpId corp, AccountId id) {
    return new SendingAccount(
        id,
        corp,
        Channel.API,
        "member-" + id,
        new CredentialId(7),
        true,
        5000,
        0,
        List.of("vip"),
        1,
        null);
  }
}
