package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.account.permit.DrawLeave.Given;
import io.qunfa.account.permit.DrawLeave.Pool;
import io.qunfa.account.permit.DrawLeave.Wish;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettlePermits.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Redis fails over and has forgotten the last few grants: nothing that comes after hides it. */
class ForgottenGrantsTest {
  private static RunningService service;
  private static RunningService replica;

  @BeforeAll
  static void twoReplicas() {
    Map<String, String> settings = Map.of("qunfa.permits.limits-known-for", "1ms");
    service = RunningService.start(settings);
    replica = RunningService.start(settings);
  }

  @AfterAll
  static void stop() {
    replica.close();
    service.close();
  }

  @Test
  void settlementsOfOtherPermitsDoNotHideThem() {
    TenantId tenant = new TenantId(81);
    PermitFixture corp = aCorp(tenant, "wwSettled");
    PermitFixture there = new PermitFixture(replica, tenant, "wwSettled");
    AccountId account = corp.anAccount("ipad", 1000);
    LostCounts lost = new LostCounts(List.of(service, replica), tenant);

    List<Decision> kept = granted(corp, account, "kept", 6);
    lost.remember();
    granted(corp, account, "forgotten", 3);
    lost.lose(true);
    kept.forEach(one -> there.settle(one, Verdict.USED, Duration.ZERO, PushBack.OTHER));
    lost.replicasTellWhatTheySaw();
    Decision next = there.ask(account, 1, true, "next");

    assertThat(next.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
  }

  @Test
  void settledSlicesOfCallsDoNotHideThem() {
    TenantId tenant = new TenantId(82);
    PermitFixture corp = aCorp(tenant, "wwSlices");
    LostCounts lost = new LostCounts(List.of(service, replica), tenant);

    Decision kept = corp.askCalls("get_groupmsg_task", 5);
    lost.remember();
    corp.askCalls("get_groupmsg_task", 5);
    lost.lose(true);
    corp.settleCalls(kept, 5, null);
    Decision next = corp.askCalls("get_groupmsg_task", 5);

    assertThat(next.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
  }

  /** The leave of a permit that was told would return, and be given again. */
  @Test
  void aForgottenConfirmationIsFoundOutToo() {
    TenantId tenant = new TenantId(83);
    PermitFixture corp = aCorp(tenant, "wwConfirm");
    AccountId account = corp.anAccount("ipad", 1000);
    LostCounts lost = new LostCounts(List.of(service, replica), tenant);

    List<Pool> pools = aLeaveOfSixtyIsDrawn(corp, tenant);
    lost.remember();
    assertThat(
            service.bean(DrawLeave.class).confirm(pools, List.of(new Given("leave", "leave", 60))))
        .isEmpty();
    lost.lose(true);
    Decision next = corp.ask(account, 10, true, "next");

    assertThat(next.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
  }

  @Test
  void aLeaveIsNotConfirmedAfterALossAndDoesNotHideIt() {
    TenantId tenant = new TenantId(84);
    PermitFixture corp = aCorp(tenant, "wwLate");
    AccountId account = corp.anAccount("ipad", 1000);
    LostCounts lost = new LostCounts(List.of(service, replica), tenant);

    List<Pool> pools = aLeaveOfSixtyIsDrawn(corp, tenant);
    lost.remember();
    granted(corp, account, "forgotten", 1);
    lost.lose(true);

    assertThat(
            service.bean(DrawLeave.class).confirm(pools, List.of(new Given("leave", "leave", 60))))
        .contains("leave");
    assertThat(corp.ask(account, 10, true, "next").decidedBy())
        .isEqualTo(Limit.LIMITER_UNAVAILABLE);
  }

  @Test
  void theDoubtAfterAReconnectLastsUntilThisReplicaHasToldWhatItSaw() throws SQLException {
    PermitFixture corp = aCorp(new TenantId(85), "wwDoubt");
    AccountId account = corp.anAccount("ipad", 1000);
    granted(corp, account, "before", 1);

    try (Connection mysql = service.bean(DataSource.class).getConnection();
        Statement statement = mysql.createStatement()) {
      mysql.setAutoCommit(false);
      statement.execute("select * from limiter where tenant_id = 85 for update");
      granted(corp, account, "nobody can be told of", 1);
      killConnectionsToRedis();
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(corp.ask(account, 1, true, "meanwhile").decidedBy())
                      .isEqualTo(Limit.LIMITER_UNAVAILABLE));
      mysql.rollback();
    }

    DoubtOver.await(service);
    assertThat(corp.ask(account, 1, true, "later").granted()).isEqualTo(1);
  }

  private static PermitFixture aCorp(TenantId tenant, String corp) {
    PermitFixture fixture = new PermitFixture(service, tenant, corp);
    fixture.aCorp();
    return fixture;
  }

  /** Of the hundred that the tenant may write to in a day. */
  private static List<Pool> aLeaveOfSixtyIsDrawn(PermitFixture corp, TenantId tenant) {
    corp.aPolicy(Map.of(), Map.of("tenantRecipientsPerDay", 100));
    DrawLeave draw = service.bean(DrawLeave.class);
    List<Pool> pools = draw.pools(tenant);
    draw.draw(pools, List.of(new Wish("leave", 60, true)));
    return pools;
  }

  private static List<Decision> granted(
      PermitFixture corp, AccountId account, String name, int number) {
    List<Decision> decisions =
        IntStream.range(0, number).mapToObj(n -> corp.ask(account, 10, true, name + n)).toList();
    assertThat(decisions).allSatisfy(one -> assertThat(one.granted()).isEqualTo(10));
    return decisions;
  }

  /** Of everybody but the other replica. */
  @SuppressWarnings("unchecked") // The template's connections speak bytes.
  private static void killConnectionsToRedis() {
    replica
        .bean(StringRedisTemplate.class)
        .execute(
            (RedisCallback<Long>)
                connection ->
                    ((RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection())
                        .clientKill(KillArgs.Builder.typeNormal().skipme())
                        .toCompletableFuture()
                        .join());
  }
}
