package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.FindSenders;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.SendingAccount;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisServerCommands;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

/** What a task without an account costs account-service, and what it is told of the candidates. */
class LeastUsedTest {
  private static final Logger log = LoggerFactory.getLogger(LeastUsedTest.class);
  private static final int ASKS = 50;

  private static RunningService service;
  private static RestClient operator;

  @BeforeAll
  static void start() {
    service =
        RunningService.start(
            Map.of("qunfa.pool.look-every", "1h", "qunfa.permits.api.at-once", "50"));
    operator = service.operator(1);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void theWorkOfOneAskDoesNotGrowWithTheAccountsOfTheCorp() {
    aCorpOf("wwHundred", 100);
    aCorpOf("wwTenThousand", 10_000);

    Work small = workOf("wwHundred");
    Work large = workOf("wwTenThousand");

    log.info("{} asks among 100 accounts: {}; among 10,000: {}", ASKS, small, large);
    // One more level of an index is not read as one more row; the answer is the same five.
    assertThat(large.found()).isEqualTo(small.found()).isEqualTo(5);
    // One for each candidate, and one more while Redis has yet to hear what MySQL knows of him.
    assertThat(large.redisScripts()).isEqualTo(small.redisScripts()).isEqualTo(2 * 5L * ASKS);
    assertThat(large.rowsRead()).isLessThanOrEqualTo(small.rowsRead() + small.rowsRead() / 5);
    assertThat(small.rowsRead()).isLessThan(60L * ASKS);
  }

  @Test
  void quotaLeftWeightAndHealthAreToldOfEveryCandidate() {
    PermitFixture permits = new PermitFixture(service, "wwRanks");
    permits.aCorp();
    AccountId fresh = permits.anAccount("api", 100);
    AccountId used = permits.anAccount("api", 100);
    AccountId heavy = permits.anAccount("api", 100);
    AccountId pushedBack = permits.anAccount("api", 100);
    AccountId paused = permits.anAccount("api", 100);
    permits.ask(used, 60, true, "used");
    operator
        .patch()
        .uri("/api/v1/accounts/" + heavy)
        .body(Map.of("weight", 300))
        .retrieve()
        .toBodilessEntity();
    Decision permit = permits.ask(pushedBack, 1, true, "pushed");
    permits.settle(permit, Verdict.PUSHED_BACK, Duration.ofMinutes(1));
    operator
        .post()
        .uri("/api/v1/accounts/" + paused + ":pause")
        .body(Map.of())
        .retrieve()
        .toBodilessEntity();

    Map<AccountId, SendingAccount> found =
        find("wwRanks", List.of(), List.of(fresh, used, heavy, pushedBack, paused)).stream()
            .collect(Collectors.toMap(SendingAccount::accountId, Function.identity()));

    assertThat(of(found, fresh).favour()).isEqualTo(1.0);
    assertThat(of(found, used).usedToday()).isEqualTo(60);
    assertThat(of(found, heavy).favour()).isEqualTo(3.0);
    // Health (0 + 4) / (1 + 4), and it rests now.
    assertThat(of(found, pushedBack).favour()).isBetween(0.0079, 0.0081);
    assertThat(of(found, pushedBack).active()).isTrue();
    assertThat(of(found, paused).active()).isFalse();
  }

  @Test
  void accountsOfOtherCorpsAndChannelsAreNoCandidates() {
    PermitFixture one = new PermitFixture(service, "wwOneOfTwo");
    PermitFixture two = new PermitFixture(service, "wwTwoOfTwo");
    one.aCorp();
    two.aCorp();
    AccountId mine = one.anAccount("api", 100);
    AccountId otherChannel = one.anAccount("ipad", 100);
    AccountId otherCorp = two.anAccount("api", 100);

    assertThat(find("wwOneOfTwo", List.of(), List.of(mine, otherChannel, otherCorp)))
        .extracting(SendingAccount::accountId)
        .containsExactly(mine);
  }

  private static SendingAccount of(Map<AccountId, SendingAccount> found, AccountId id) {
    return Objects.requireNonNull(found.get(id));
  }

  private static void aCorpOf(String corp, int members) {
    new PermitFixture(service, corp).aCorp();
    operator
        .post()
        .uri("/api/v1/accounts:batch")
        .body(
            IntStream.range(0, members)
                .mapToObj(
                    n ->
                        Map.of(
                            "corpId",
                            corp,
                            "channel",
                            "api",
                            "memberUserid",
                            "member" + n,
                            "credential",
                            "contact"))
                .toList())
        .retrieve()
        .body(JsonNode.class);
  }

  /** Asks for the accounts of five members, many times, and counts at the servers. */
  private static Work workOf(String corp) {
    List<String> members = List.of("member3", "member14", "member59", "member70", "member99");
    int found = find(corp, members, List.of()).size();
    long rows = rowsRead();
    long scripts = scriptsRun();
    IntStream.range(0, ASKS).forEach(n -> find(corp, members, List.of()));
    return new Work(found, rowsRead() - rows, scriptsRun() - scripts);
  }

  private static List<SendingAccount> find(
      String corp, List<String> members, List<AccountId> accounts) {
    return Objects.requireNonNull(
            service
                .service()
                .post()
                .uri("/internal/v1/accounts:find")
                .body(
                    new FindSenders(
                        new TenantId(1), new CorpId(corp), Channel.API, members, accounts))
                .retrieve()
                .body(SendingAccount.Listing.class))
        .accounts();
  }

  private static long rowsRead() {
    return service
        .bean(JdbcClient.class)
        .sql(
            """
            select variable_value from performance_schema.global_status
            where variable_name = 'Innodb_rows_read'
            """)
        .query(Long.class)
        .single();
  }

  private static long scriptsRun() {
    Properties stats =
        service
            .bean(StringRedisTemplate.class)
            .execute(
                (RedisCallback<Properties>)
                    connection -> {
                      RedisServerCommands server = connection.serverCommands();
                      return server.info("commandstats");
                    });
    String evalsha = Objects.requireNonNull(stats).getProperty("cmdstat_evalsha", "calls=0,");
    return Long.parseLong(evalsha.replaceAll("calls=(\\d+),.*", "$1"));
  }

  private record Work(int found, long rowsRead, long redisScripts) {}
}
