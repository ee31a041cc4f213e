package io.qunfa.task.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.local.servers.LocalServers;
import io.qunfa.local.servers.MysqlServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MysqlClockTest {
  @ParameterizedTest
  @ValueSource(longs = {-60, 0, 60})
  void replicasWhoseMachinesDifferHaveOneTime(long secondsAhead) {
    MysqlServer mysql = LocalServers.shared().mysql();
    JdbcClient jdbc =
        JdbcClient.create(
            new DriverManagerDataSource(
                mysql.jdbcUrl("qunfa_clock"), mysql.username(), mysql.password()));
    InstantSource machine =
        InstantSource.offset(InstantSource.system(), Duration.ofSeconds(secondsAhead));

    Instant seen = new MysqlClock(jdbc, machine).instant();

    assertThat(Duration.between(seen, InstantSource.system().instant()).abs())
        .isLessThan(Duration.ofSeconds(2));
  }
}
