package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.account.RunningService;
import io.qunfa.account.permit.DailyCredits.Credit;
import io.qunfa.account.permit.DailyCredits.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class DailyCreditsTest {
  private static final long TENANT = 91;

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void theCreditsOfAThousandAccountsAreOneStatementAndNoneSinksWithinItsDay() {
    service.bean(JdbcClient.class).sql("delete from daily_credit where tenant_id = 91").update();
    CountedConnections mysql = new CountedConnections(service.bean(DataSource.class));
    DailyCredits credits = new DailyCredits(JdbcClient.create(mysql));
    Map<Owner, Credit> all = new LinkedHashMap<>();
    for (int account = 1000; account > 0; account--) {
      all.put(new Owner(TENANT, account), new Credit(100, 10));
    }

    credits.raise(all);
    credits.raise(
        Map.of(
            new Owner(TENANT, 1), new Credit(101, 5),
            new Owner(TENANT, 2), new Credit(100, 30),
            new Owner(TENANT, 3), new Credit(100, 3),
            new Owner(TENANT, 4), new Credit(99, 50)));

    assertThat(mysql.taken).hasValue(2);
    assertThat(credits.of(all.keySet()))
        .hasSize(1000)
        .containsEntry(new Owner(TENANT, 1), new Credit(101, 5))
        .containsEntry(new Owner(TENANT, 2), new Credit(100, 30))
        .containsEntry(new Owner(TENANT, 3), new Credit(100, 10))
        .containsEntry(new Owner(TENANT, 4), new Credit(100, 10))
        .containsEntry(new Owner(TENANT, 1000), new Credit(100, 10));
  }

  /** One statement outside a transaction takes one, and commits once. */
  private static final class CountedConnections extends DelegatingDataSource {
    private final AtomicInteger taken = new AtomicInteger();

    CountedConnections(DataSource real) {
      super(real);
    }

    @Override
    public Connection getConnection() throws SQLException {
      taken.incrementAndGet();
      return super.getConnection();
    }
  }
}
