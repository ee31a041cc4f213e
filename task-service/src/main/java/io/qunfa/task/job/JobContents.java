package io.qunfa.task.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.JobContent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the jobs of a campaign or of a single task say. */
@Component
public class JobContents {
  private final JdbcClient jdbc;
  private final ObjectMapper json;

  JobContents(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The two share one number range, so at most one of them answers. */
  public Optional<JobContent> find(TenantId tenant, CampaignId campaignOrTask) {
    return jdbc.sql(
            """
            select corp_id, cast(content as char) as content from campaign
            where tenant_id = :tenant and campaign_id = :id
            union all
            select corp_id, content from single_task
            where tenant_id = :tenant and task_id = :id
            """)
        .param("tenant", tenant.value())
        .param("id", campaignOrTask.value())
        .query(this::content)
        .optional();
  }

  private JobContent content(ResultSet row, int number) throws SQLException {
    try {
      return new JobContent(
          new CorpId(row.getString("corp_id")),
          json.readValue(row.getString("content"), MessageContent.class));
    } catch (JsonProcessingException broken) {
      throw new SQLException("stored content is not readable", broken);
    }
  }
}
