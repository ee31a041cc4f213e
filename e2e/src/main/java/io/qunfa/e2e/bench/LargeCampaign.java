package io.qunfa.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Progress;
import io.qunfa.e2e.company.CompanyPlan;
import io.qunfa.e2e.company.FoundCompany;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;

/**
 * One campaign to everybody: from the request to launch until the ledger says ISSUED for every
 * recipient, over the time in which bare MySQL writes and updates the same rows.
 */
record LargeCampaign(CompanyPlan plan) {
  private static final double TARGET_RATIO = 3;

  static LargeCampaign of(boolean quick) {
    return new LargeCampaign(CompanyPlan.of("million", quick ? 40 : 200, quick ? 2_500 : 5_000));
  }

  void measure(Stage stage, Results results) throws SQLException {
    new FoundCompany(stage.operator(), stage.simulator()).foundWithoutContacts(plan);
    importContacts(stage, results);
    BareMysql bare = new BareMysql(stage, plan.corpId());
    BareMysql.Times before = bare.writeAndUpdate();
    double suite = launchToIssued(stage);
    BareMysql.Times after = bare.writeAndUpdate();
    double bareSeconds = (before.total() + after.total()) / 2;
    results.atMost(
        String.format(
            Locale.ROOT, "a  %,d contacts: launch to all ISSUED, over bare MySQL", recipients()),
        suite / bareSeconds,
        String.format(Locale.ROOT, "%.2f", suite / bareSeconds),
        TARGET_RATIO,
        "3");
    results.note("a  the suite", String.format(Locale.ROOT, "%.1f s", suite));
    results.note(
        "a  bare MySQL before and after: INSERT + UPDATE",
        String.format(
            Locale.ROOT,
            "%.1f + %.1f, %.1f + %.1f s",
            before.insert(),
            before.update(),
            after.insert(),
            after.update()));
  }

  private void importContacts(Stage stage, Results results) {
    try {
      Path export = Files.createTempFile("qunfa-bench-", ".csv");
      FoundCompany.writeCustomerExport(plan, export);
      long start = System.nanoTime();
      JsonNode done =
          stage.operator().imports().contacts(plan.corpId(), BodyPublishers.ofFile(export));
      double seconds = secondsSince(start);
      Files.delete(export);
      if (done.path("imported").asLong() != recipients()) {
        throw new IllegalStateException("not all contacts were imported: " + done);
      }
      results.note(
          String.format(Locale.ROOT, "a  import of %,d contacts through REST", recipients()),
          String.format(Locale.ROOT, "%.1f s, %,.0f rows/s", seconds, recipients() / seconds));
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write the export: check the free space.", failed);
    }
  }

  private double launchToIssued(Stage stage) {
    String id =
        stage.operator().campaigns().created(CampaignDraft.of(plan.corpId(), "an alle Kunden"));
    long start = System.nanoTime();
    stage.operator().campaigns().launch(id).expect(200, 202);
    Progress done =
        Awaitility.await("all recipients ISSUED")
            .atMost(Duration.ofMinutes(10))
            .pollInterval(Duration.ofMillis(50))
            .until(
                () -> stage.operator().campaigns().progress(id),
                progress -> progress.in("ISSUED") == recipients());
    double seconds = secondsSince(start);
    if (!done.balanced()) {
      throw new IllegalStateException("the books do not balance: " + done);
    }
    return seconds;
  }

  private long recipients() {
    return (long) plan.members() * plan.contactsEach();
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
