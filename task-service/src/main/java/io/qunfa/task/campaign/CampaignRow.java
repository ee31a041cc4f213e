package io.qunfa.task.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as an operator wrote it. Only inserted here; its status changes by guarded SQL in
 * {@link Campaigns}, its planning columns in the planning feature.
 */
@Entity
@Table(name = "campaign")
class CampaignRow {
  @Id long campaignId;
  long tenantId;
  String corpId = "";
  String name = "";
  String channel = "";

  byte priority;

  String status = "";
  @Nullable String statusReason;

  @Column(columnDefinition = "json")
  String content = "";

  @Column(columnDefinition = "json")
  String audience = "";

  @Column(columnDefinition = "json")
  String policy = "";

  @Nullable Instant startAt;
  @Nullable Instant expireAt;
  String createdBy = "";

  Instant createdAt = Instant.EPOCH;

  @Nullable Instant launchedAt;
  @Nullable Instant startedAt;
  @Nullable Instant endedAt;
  int version;
  @Nullable String waitingFor;
}
