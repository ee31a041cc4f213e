package io.qunfa.task;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.fixture.MutableClock;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Claims;
import io.qunfa.identity.IdentitySettings;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.BeginJob;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.permit.SendingAccount;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobReport;
import io.qunfa.wire.SendCommand;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * One running task-service for all test classes. The tests play the executors: they take messages
 * from the broker, begin jobs and report outcomes. Each test has a corp and accounts of its own.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureObservability(tracing = false)
@Import(TaskServiceTest.Wiring.class)
abstract class TaskServiceTest {
  static final TenantId TENANT = new TenantId(1);
  static final MutableClock CLOCK = MutableClock.running();
  static final Neighbourhood NEIGHBOURS =
      new Neighbourhood(new ObjectMapper().findAndRegisterModules());
  private static final AtomicLong NUMBERS = new AtomicLong(CLOCK.millis());

  @Autowired TestRestTemplate http;
  @Autowired JdbcClient jdbc;
  @Autowired RabbitTemplate rabbit;
  @Autowired AmqpAdmin admin;
  @Autowired ObjectMapper json;
  @Autowired JwtEncoder tokens;

  final CorpId corp = new CorpId("ww" + NUMBERS.incrementAndGet());
  static final Map<JobId, Integer> RECEIVED_SIZES = new ConcurrentHashMap<>();
  private static final List<SendCommand> RECEIVED = new CopyOnWriteArrayList<>();

  @TestConfiguration
  static class Wiring {
    @Bean
    @Primary
    Clock mutableClock() {
      return CLOCK;
    }

    /** What the ledger hears; data-service's own queue can only be consumed. */
    @Bean
    Declarables ledgerOfTests() {
      Queue queue = new Queue(ClearUp.LEDGER);
      TopicExchange results = new TopicExchange(BrokerNames.RESULTS_EXCHANGE);
      return new Declarables(
          queue, BindingBuilder.bind(queue).to(results).with(BrokerNames.ALL_RESULTS));
    }
  }

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    serverProperties().forEach((name, value) -> registry.add(name, () -> value));
  }

  static Map<String, String> serverProperties() {
    Map<String, String> properties =
        new LinkedHashMap<>(LocalServers.shared().springProperties("qunfa_task"));
    properties.put("qunfa.identity.jwt-secret", "only for tests: 0123456789 0123456789 0123456789");
    properties.put("qunfa.neighbours.account-service", NEIGHBOURS.url());
    properties.put("qunfa.neighbours.data-service", NEIGHBOURS.url());
    properties.put("qunfa.followup.first-delay", "10s");
    properties.put("qunfa.followup.end-every", "200ms");
    properties.put("qunfa.unbegun.most", "3");
    properties.put("qunfa.dead-letters.max-payload", "1KB");
    properties.put("qunfa.dead-letters.automatic.poll", "200ms");
    return properties;
  }

  /** What an earlier test left on the broker is none of this one's business. */
  @BeforeEach
  void theQueuesAreEmpty() {
    new ClearUp(jdbc, admin).queues();
  }

  /** The clock leaps for all: what stayed due would come up in the middle of another test. */
  @AfterEach
  void nothingStaysDue() {
    new ClearUp(jdbc, admin).of(corp);
  }

  @BeforeEach
  @AfterEach
  void allNeighboursAreThere() {
    NEIGHBOURS.recover();
  }

  // Given

  /** Each with this many recipients in one job. */
  List<AccountId> accountsWithOneJobEach(int count, int recipients) {
    List<SendingAccount> accounts = new ArrayList<>();
    List<PlannedJob> jobs = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      AccountId account = new AccountId(NUMBERS.incrementAndGet());
      accounts.add(account(account));
      jobs.add(new PlannedJob(i, account, "member-" + account, recipients));
    }
    NEIGHBOURS.accounts.put(corp, accounts);
    long planned = (long) count * recipients;
    NEIGHBOURS.audiences.put(corp, new FrozenAudience(planned, Map.of(), planned, jobs));
    return accounts.stream().map(SendingAccount::accountId).toList();
  }

  /** One account whose share of the audience needs several calls. */
  AccountId anAccountWithJobs(int jobs) {
    AccountId account = new AccountId(NUMBERS.incrementAndGet());
    NEIGHBOURS.accounts.put(corp, List.of(account(account)));
    List<PlannedJob> planned =
        IntStream.rangeClosed(1, jobs)
            .mapToObj(jobNo -> new PlannedJob(jobNo, account, "member-" + account, 10))
            .toList();
    NEIGHBOURS.audiences.put(corp, new FrozenAudience(10L * jobs, Map.of(), 10L * jobs, planned));
    return account;
  }

  SendingAccount account(AccountId id) {
    return Neighbourhood.account(corp, id);
  }

  Map<String, Object> aCampaign() {
    Map<String, Object> campaign = new LinkedHashMap<>();
    campaign.put("corpId", corp.value());
    campaign.put("name", "秋季新品");
    campaign.put("channel", "api");
    campaign.put("content", Map.of("text", "秋季新品上线"));
    campaign.put("audience", Map.of("anyTags", List.of("VIP")));
    return campaign;
  }

  CampaignId aDraft() {
    return CampaignId.of(post("/api/v1/campaigns", aCampaign()).get("campaignId").asText());
  }

  CampaignId aLaunchedCampaign() {
    CampaignId id = aDraft();
    post("/api/v1/campaigns/" + id + ":launch", Map.of());
    return id;
  }

  // When

  JsonNode post(String path, Object body) {
    ResponseEntity<JsonNode> answer = exchange(HttpMethod.POST, path, body, null);
    assertThat(answer.getStatusCode().is2xxSuccessful())
        .as("%s %s", path, answer.getBody())
        .isTrue();
    return bodyOf(answer);
  }

  JsonNode get(String path) {
    return bodyOf(exchange(HttpMethod.GET, path, null, null));
  }

  static JsonNode bodyOf(ResponseEntity<JsonNode> answer) {
    JsonNode body = answer.getBody();
    assertThat(body).isNotNull();
    return body;
  }

  /**
   * @param idempotencyKey null: one that was never used
   */
  ResponseEntity<JsonNode> exchange(
      HttpMethod method, String path, @Nullable Object body, @Nullable String idempotencyKey) {
    return exchangeAs(
        path.startsWith("/internal") ? Claims.SERVICE : Claims.OPERATOR,
        method,
        path,
        body,
        idempotencyKey);
  }

  ResponseEntity<JsonNode> exchangeAs(
      String scope,
      HttpMethod method,
      String path,
      @Nullable Object body,
      @Nullable String idempotencyKey) {
    HttpHeaders headers = headers(path);
    headers.setBearerAuth(token(scope));
    headers.set(
        Idempotency.HEADER, idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey);
    return http.exchange(path, method, new HttpEntity<>(body, headers), JsonNode.class);
  }

  HttpHeaders headers(String path) {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    headers.setBearerAuth(
        path.startsWith("/internal") ? token(Claims.SERVICE) : token(Claims.OPERATOR));
    return headers;
  }

  String token(String scope) {
    Instant now = CLOCK.instant();
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(IdentitySettings.ISSUER)
            .subject("tester")
            .issuedAt(now.minusSeconds(1))
            .expiresAt(now.plus(Duration.ofHours(1)))
            .claim(Claims.SCOPE, scope)
            .claim(Claims.TENANT, TENANT.toString())
            .build();
    return tokens
        .encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
        .getTokenValue();
  }

  Verdict begin(SendCommand command) {
    return begin(command, command.epoch());
  }

  Verdict begin(SendCommand command, int epoch) {
    BeginJob ask =
        new BeginJob(
            command.tenantId(), command.campaignId(), command.jobNo(), epoch, "test-executor");
    return Verdict.valueOf(post("/internal/v1/jobs:begin", ask).get("verdict").asText());
  }

  void report(SendCommand command, JobOutcome outcome) {
    report(
        new JobReport(
            JobReport.VERSION,
            command.tenantId(),
            command.campaignId(),
            command.jobNo(),
            command.epoch(),
            CLOCK.instant(),
            outcome));
  }

  /** Confirmed before the next, as executors do it, so that reports keep their order. */
  void report(JobReport report) {
    try {
      Message message =
          MessageBuilder.withBody(json.writeValueAsBytes(report))
              .setContentType(MessageProperties.CONTENT_TYPE_JSON)
              .build();
      CorrelationData sent = new CorrelationData();
      rabbit.send(
          BrokerNames.RESULTS_EXCHANGE, BrokerNames.resultKey(report.outcome()), message, sent);
      assertThat(sent.getFuture().orTimeout(10, SECONDS).join().isAck()).isTrue();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  // Then

  static ConditionFactory eventually() {
    return await().pollInterval(20, MILLISECONDS).atMost(Duration.ofSeconds(20));
  }

  /** What executors have been sent for this campaign so far. */
  List<SendCommand> commandsOf(CampaignId campaign) {
    drain();
    return RECEIVED.stream().filter(command -> command.campaignId().equals(campaign)).toList();
  }

  SendCommand nextCommandOf(CampaignId campaign, int epoch) {
    eventually()
        .until(() -> commandsOf(campaign).stream().anyMatch(command -> command.epoch() == epoch));
    return commandsOf(campaign).stream()
        .filter(command -> command.epoch() == epoch)
        .findFirst()
        .orElseThrow();
  }

  List<SendCommand> commandsOf(CampaignId campaign, int count) {
    eventually().until(() -> commandsOf(campaign).size() >= count);
    return commandsOf(campaign);
  }

  /** The next dispatch of a campaign's job, whose call to the channel has begun. */
  SendCommand begun(CampaignId campaign, int epoch) {
    SendCommand command = nextCommandOf(campaign, epoch);
    assertThat(begin(command)).isEqualTo(Verdict.GO);
    return command;
  }

  /** The only job of a campaign of its own, which WeCom took as {@code msg-} and the campaign. */
  SendCommand anAcceptedJob() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    report(command, new JobOutcome.Accepted("msg-" + campaign, List.of()));
    awaitJob(campaign, 1, "ACCEPTED");
    return command;
  }

  private void drain() {
    for (Message message = rabbit.receive("api_tasks");
        message != null;
        message = rabbit.receive("api_tasks")) {
      try {
        SendCommand command = json.readValue(message.getBody(), SendCommand.class);
        RECEIVED.add(command);
        RECEIVED_SIZES.put(command.jobId(), message.getBody().length);
      } catch (IOException unreadable) {
        throw new IllegalStateException(unreadable);
      }
    }
  }

  String statusOf(CampaignId campaign) {
    return get("/api/v1/campaigns/" + campaign).get("status").asText();
  }

  void awaitStatus(CampaignId campaign, String status) {
    eventually().until(() -> statusOf(campaign).equals(status));
  }

  String jobStatus(CampaignId campaign, int jobNo) {
    return jdbc.sql("select status from send_job where campaign_id = ? and job_no = ?")
        .params(campaign.value(), jobNo)
        .query(String.class)
        .single();
  }

  void awaitJob(CampaignId campaign, int jobNo, String status) {
    eventually().until(() -> jobStatus(campaign, jobNo).equals(status));
  }
}
