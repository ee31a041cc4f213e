package io.qunfa.e2e.company;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.e2e.client.Operator;
import io.qunfa.e2e.client.Simulator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Makes a company on both sides: corp, credential, accounts and contacts. */
public final class FoundCompany {
  private final Operator operator;
  private final Simulator simulator;

  public FoundCompany(Operator operator, Simulator simulator) {
    this.operator = operator;
    this.simulator = simulator;
  }

  public Company found(CompanyPlan plan) {
    Company company = foundWithoutContacts(plan);
    simulator.contacts(plan.corpId(), relationsAtWecom(plan));
    JsonNode imported = operator.imports().contacts(plan.corpId(), customerExport(plan));
    long expected = (long) plan.members() * plan.contactsEach();
    if (imported.path("imported").asLong() != expected) {
      throw new IllegalStateException("expected " + expected + " imported contacts: " + imported);
    }
    return company;
  }

  public Company foundWithoutContacts(CompanyPlan plan) {
    simulator.corp(plan.corpId(), plan.secret(), plan.memberIds());
    operator.corps().open(plan.corpId(), plan.secret());
    Map<String, String> accounts =
        operator.corps().addAccounts(plan.corpId(), plan.memberIds(), plan.dailyQuota());
    return new Company(plan, accounts);
  }

  /** The export of a large company, written to a file. */
  public static void writeCustomerExport(CompanyPlan plan, Path file) {
    try (BufferedWriter csv = Files.newBufferedWriter(file)) {
      csv.write(EXPORT_HEADER);
      for (int member = 1; member <= plan.members(); member++) {
        for (int contact = 1; contact <= plan.contactsEach(); contact++) {
          csv.write(exportRow(plan, member, contact));
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write " + file + ": check the free space.", failed);
    }
  }

  private static final String EXPORT_HEADER =
      "external_userid,name,member_userid,tags,gender,added_at,remark\r\n";

  private static BodyPublisher customerExport(CompanyPlan plan) {
    StringBuilder csv = new StringBuilder(EXPORT_HEADER);
    for (int member = 1; member <= plan.members(); member++) {
      for (int contact = 1; contact <= plan.contactsEach(); contact++) {
        csv.append(exportRow(plan, member, contact));
      }
    }
    return BodyPublishers.ofString(csv.toString());
  }

  private static String exportRow(CompanyPlan plan, int member, int contact) {
    return plan.contactId(member, contact)
        + ",客户"
        + contact
        + ","
        + plan.memberId(member)
        + ",老客,0,2025-03-05T14:02:00+08:00,\r\n";
  }

  private static BodyPublisher relationsAtWecom(CompanyPlan plan) {
    StringBuilder csv = new StringBuilder("external_userid,member_userid\n");
    for (int member = 1; member <= plan.members(); member++) {
      for (int contact = plan.strangersEach() + 1; contact <= plan.contactsEach(); contact++) {
        csv.append(plan.contactId(member, contact))
            .append(',')
            .append(plan.memberId(member))
            .append('\n');
      }
    }
    return BodyPublishers.ofString(csv.toString());
  }
}
