package io.qunfa.apiexecutor;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.FollowUp;
import io.qunfa.ledger.RecipientState;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.local.servers.RabbitServer;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.BrokerTopology;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobReport;
import io.qunfa.wire.SendCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An executor on a real broker and a real Redis, between a scripted suite and the simulator. */
final class Workbench {
  private static final Workbench SHARED = new Workbench();
  private static final AtomicLong CAMPAIGNS = new AtomicLong(1000);
  private static final String REPORTS = "test_results";
  static final String JWT_SECRET = "a secret of this test with enough bytes";

  final Simulator wecom = Simulator.start();
  final ScriptedSuite suite;
  final RabbitTemplate rabbit;
  final ConfigurableApplicationContext executor;
  private final CachingConnectionFactory connections;
  private final List<JobReport> reports = new CopyOnWriteArrayList<>();

  private Workbench() {
    try {
      suite = new ScriptedSuite(wecom.url());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    RabbitServer server = LocalServers.shared().rabbit();
    connections = new CachingConnectionFactory(server.host(), server.port());
    connections.setUsername(server.username());
    connections.setPassword(server.password());
    connections.setVirtualHost(server.virtualHost());
    RabbitAdmin admin = new RabbitAdmin(connections);
    for (Declarable declarable : BrokerTopology.resultsQueue(REPORTS, false).getDeclarables()) {
      switch (declarable) {
        case Exchange exchange -> admin.declareExchange(exchange);
        case Queue queue -> admin.declareQueue(queue);
        case Binding binding -> admin.declareBinding(binding);
        default -> throw new IllegalStateException(declarable.toString());
      }
    }
    rabbit = new RabbitTemplate(connections);
    collectReports();
    executor =
        new SpringApplicationBuilder(ApiExecutorApplication.class)
            .run(arguments().toArray(String[]::new));
  }

  static Workbench shared() {
    return SHARED;
  }

  /** What every executor of the test is started with. */
  List<String> arguments() {
    LocalServers servers = LocalServers.shared();
    RabbitServer server = servers.rabbit();
    Map<String, Object> properties =
        new LinkedHashMap<>(
            Map.of(
                "spring.rabbitmq.host", server.host(),
                "spring.rabbitmq.port", server.port(),
                "spring.rabbitmq.username", server.username(),
                "spring.rabbitmq.password", server.password(),
                "spring.rabbitmq.virtual-host", server.virtualHost(),
                "spring.data.redis.host", servers.redis().host(),
                "spring.data.redis.port", servers.redis().port(),
                "server.port", 0));
    properties.putAll(
        Map.of(
            "qunfa.identity.jwt-secret",
            JWT_SECRET,
            "qunfa.neighbours.task-service",
            suite.url() + "/task",
            "qunfa.neighbours.data-service",
            suite.url() + "/data",
            "qunfa.neighbours.account-service",
            suite.url() + "/account",
            "qunfa.wecom.base-url",
            wecom.url(),
            "qunfa.wecom.answer-timeout",
            "8s",
            "qunfa.wecom.rate-window",
            "20ms",
            "qunfa.follow-ups.list-freshness",
            "12s",
            "qunfa.follow-ups.pause",
            "50ms",
            "qunfa.executor.follow-up-pause",
            "100ms"));
    properties.put("qunfa.wecom.connect-timeout", "1s");
    properties.put("qunfa.executor.call-within", "3s");
    // The tests provoke more failures at once than a circuit breaker lets pass.
    properties.put("resilience4j.circuitbreaker.instances.wecom.minimum-number-of-calls", "1000");
    return properties.entrySet().stream()
        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
        .toList();
  }

  /** Well-formed ids, all contacts of the one member. */
  List<String> contacts(int count) {
    long unique = CAMPAIGNS.incrementAndGet();
    List<String> ids =
        IntStream.range(0, count).mapToObj(n -> "wm%012d%06d".formatted(unique, n)).toList();
    wecom.contacts(ids);
    return ids;
  }

  /** A dispatched job; publish it to have it sent. */
  SendCommand job(MessageContent content, List<String> recipients) {
    return job(new CampaignId(CAMPAIGNS.incrementAndGet()), null, content, recipients);
  }

  SendCommand jobOf(AccountId account, MessageContent content, List<String> recipients) {
    return job(new CampaignId(CAMPAIGNS.incrementAndGet()), account, content, recipients);
  }

  private SendCommand job(
      CampaignId campaign,
      @Nullable AccountId account,
      MessageContent content,
      List<String> recipients) {
    suite.contents.put(campaign.toString(), content);
    suite.recipients.put(campaign + "-1/" + RecipientState.PLANNED, recipients);
    return new SendCommand(
        SendCommand.VERSION,
        new TenantId(1),
        new CorpId(Simulator.CORP),
        campaign,
        1,
        1,
        Channel.API,
        account == null ? new AccountId(campaign.value()) : account,
        new CredentialId(7),
        Simulator.MEMBER,
        recipients.size(),
        Instant.now().plusSeconds(60));
  }

  /** The same dispatch, but no call may begin later than this from now on. */
  SendCommand withPermitOf(SendCommand job, Duration left) {
    return copy(job, job.epoch(), job.credentialId(), Instant.now().plus(left));
  }

  static SendCommand nextDispatchOf(SendCommand job) {
    return copy(job, job.epoch() + 1, job.credentialId(), job.permitExpiresAt());
  }

  /** A credential whose token nobody has asked for yet. */
  static SendCommand ofAFreshCredential(SendCommand job) {
    CredentialId fresh = new CredentialId(CAMPAIGNS.incrementAndGet());
    return copy(job, job.epoch(), fresh, job.permitExpiresAt());
  }

  private static SendCommand copy(
      SendCommand job, int epoch, CredentialId credential, Instant permitExpiresAt) {
    return new SendCommand(
        job.version(),
        job.tenantId(),
        job.corpId(),
        job.campaignId(),
        job.jobNo(),
        epoch,
        job.channel(),
        job.accountId(),
        credential,
        job.memberUserid(),
        job.recipients(),
        permitExpiresAt);
  }

  void publish(SendCommand command) {
    try {
      publish(ScriptedSuite.JSON.writeValueAsBytes(command));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  void publish(byte[] body) {
    rabbit.send(
        BrokerNames.TASKS_EXCHANGE,
        BrokerNames.routingKey(Channel.API, Priority.NORMAL),
        MessageBuilder.withBody(body).build());
  }

  /** Publishes and waits for the one report. */
  JobOutcome send(SendCommand command) {
    int before = reportsOf(command.campaignId()).size();
    publish(command);
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> reportsOf(command.campaignId()), reportsNow -> reportsNow.size() > before)
        .getLast();
  }

  /** Until every message that the executor has taken is acknowledged. */
  void awaitAcknowledged() {
    MeterRegistry meters = executor.getBean(MeterRegistry.class);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> meters.get("executor.jobs.in.flight").gauge().value() == 0);
  }

  List<JobOutcome> reportsOf(CampaignId campaign) {
    return reports.stream()
        .filter(report -> report.campaignId().equals(campaign))
        .map(JobReport::outcome)
        .toList();
  }

  FollowUp followUp(SendCommand job, FollowUp.Kind kind, @Nullable String msgid, Instant sentAt) {
    return followUp(job, kind, msgid, sentAt, null);
  }

  /** That was handed back there. */
  FollowUp followUp(
      SendCommand job,
      FollowUp.Kind kind,
      @Nullable String msgid,
      Instant sentAt,
      FollowUp.@Nullable Position position) {
    return new FollowUp(
        kind,
        job.tenantId(),
        job.corpId(),
        job.campaignId(),
        job.jobNo(),
        job.epoch(),
        job.accountId(),
        job.credentialId(),
        job.memberUserid(),
        job.recipients(),
        msgid,
        kind == FollowUp.Kind.RESOLVE ? suite.contents.get(job.campaignId().toString()) : null,
        sentAt,
        kind == FollowUp.Kind.STOP ? RecipientState.CANCELLED : null,
        Instant.now().plusSeconds(60),
        position);
  }

  private void collectReports() {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setQueueNames(REPORTS);
    container.setMessageListener(
        message -> {
          try {
            reports.add(ScriptedSuite.JSON.readValue(message.getBody(), JobReport.class));
          } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
          }
        });
    container.start();
  }
}
