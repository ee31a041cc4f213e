package io.qunfa.e2e.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The work that the ledger cannot do without, done by one client on one connection: an INSERT …
 * SELECT of one row per contact into a table of the ledger's shape, in the order that suits its
 * indexes best, then one durable UPDATE per job.
 */
final class BareMysql {
  private static final int CONTACTS_PER_JOB = 10_000;

  private final Stage stage;
  private final String corpId;

  BareMysql(Stage stage, String corpId) {
    this.stage = stage;
    this.corpId = corpId;
  }

  Times writeAndUpdate() throws SQLException {
    try (Connection connection = stage.connect("qunfa_data");
        Statement statement = connection.createStatement()) {
      statement.execute("set session transaction isolation level read committed");
      statement.execute("drop table if exists bench_recipient");
      statement.execute("create table bench_recipient like recipient");
      numberSenders(connection, statement);
      long start = System.nanoTime();
      insert(connection);
      double insert = (System.nanoTime() - start) / 1e9;
      List<Integer> jobs = jobs(statement);
      start = System.nanoTime();
      update(connection, jobs);
      double update = (System.nanoTime() - start) / 1e9;
      statement.execute("drop table bench_recipient");
      statement.execute("drop temporary table bench_sender");
      return new Times(insert, update);
    }
  }

  private void numberSenders(Connection connection, Statement statement) throws SQLException {
    statement.execute(
        """
        create temporary table bench_sender (
          member_id bigint not null primary key, first_job int not null)
        """);
    try (PreparedStatement number =
        connection.prepareStatement(
            """
            insert into bench_sender (member_id, first_job)
            select member_id, row_number() over (order by member_id) from member where corp_id = ?
            """)) {
      number.setString(1, corpId);
      number.executeUpdate();
    }
  }

  private void insert(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into bench_recipient
              (tenant_id, campaign_id, job_no, external_userid, state, reason, updated_at)
            select p.tenant_id, 1, if(p.reason is null, s.first_job + (p.place - 1) div ?, 0),
              p.external_userid, if(p.reason is null, 'PLANNED', 'EXCLUDED'), p.reason, now(3)
            from (
                select f.tenant_id, f.external_userid, f.member_id,
                  if(x.external_userid is null, null, 'SUPPRESSED') reason,
                  row_number() over (partition by f.member_id order by f.external_userid) place
                from follow f
                  left join suppression x on x.tenant_id = f.tenant_id and x.corp_id = f.corp_id
                    and x.external_userid = f.external_userid
                where f.corp_id = ? and f.tenant_id = 1) p
              join bench_sender s on s.member_id = p.member_id
            order by p.external_userid
            """)) {
      insert.setInt(1, CONTACTS_PER_JOB);
      insert.setString(2, corpId);
      insert.executeUpdate();
    }
  }

  private static List<Integer> jobs(Statement statement) throws SQLException {
    List<Integer> jobs = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery("select distinct job_no from bench_recipient")) {
      while (rows.next()) {
        jobs.add(rows.getInt(1));
      }
    }
    return jobs;
  }

  private static void update(Connection connection, List<Integer> jobs) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update bench_recipient set state = 'ISSUED', updated_at = now(3)
            where tenant_id = 1 and campaign_id = 1 and job_no = ? and state = 'PLANNED'
            """)) {
      for (int job : jobs) {
        update.setInt(1, job);
        update.executeUpdate();
      }
    }
  }

  /** In seconds. */
  record Times(double insert, double update) {
    double total() {
      return insert + update;
    }
  }
}
