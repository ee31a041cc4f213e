package io.qunfa.task.media;

import io.qunfa.content.Attachment;
import io.qunfa.content.MediaKind;
import io.qunfa.content.MediaUse;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.FieldProblem;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Files by the hash of their bytes: the same file twice is stored once. */
@Component
public class MediaStore {
  private static final int PART_BYTES = 1 << 20;

  private final JdbcClient jdbc;
  private final Clock clock;

  MediaStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Refuses content whose attachments name what is not stored here, or is of another kind.
   *
   * @throws Problem UNPROCESSABLE
   */
  public void requireKnown(TenantId tenant, MessageContent content) {
    List<Attachment> attachments = content.attachments();
    for (int i = 0; i < attachments.size(); i++) {
      for (MediaUse use : attachments.get(i).mediaUses()) {
        StoredMedia stored = find(tenant, use.media()).orElse(null);
        if (stored == null || stored.kind() != use.kind()) {
          String detail =
              "There is no "
                  + use.kind().text()
                  + " \""
                  + use.media()
                  + "\". Upload the file first: POST /api/v1/media?kind="
                  + use.kind().text()
                  + ".";
          throw new Problem(
              ProblemCode.UNPROCESSABLE,
              detail,
              List.of(new FieldProblem("/content/attachments/" + i, detail)));
        }
      }
    }
  }

  Optional<StoredMedia> find(TenantId tenant, String media) {
    return jdbc.sql(
            """
            select media, kind, filename, content_type, size from media
            where tenant_id = :tenant and media = :media
            """)
        .param("tenant", tenant.value())
        .param("media", media)
        .query(
            (row, number) ->
                new StoredMedia(
                    row.getString("media"),
                    MediaKind.of(row.getString("kind")),
                    row.getString("filename"),
                    row.getString("content_type"),
                    row.getLong("size")))
        .optional();
  }

  /** Does nothing if the file is there. Reads the bytes once, a part at a time. */
  @Transactional
  public void store(TenantId tenant, StoredMedia media, InputStream bytes) throws IOException {
    int added =
        jdbc.sql(
                """
                insert ignore into media
                  (tenant_id, media, kind, filename, content_type, size, created_at)
                values (:tenant, :media, :kind, :filename, :contentType, :size, :now)
                """)
            .param("tenant", tenant.value())
            .param("media", media.media())
            .param("kind", media.kind().text())
            .param("filename", media.filename())
            .param("contentType", media.contentType())
            .param("size", media.size())
            .param("now", clock.instant())
            .update();
    if (added == 0) {
      return;
    }
    int number = 0;
    for (byte[] part = bytes.readNBytes(PART_BYTES);
        part.length > 0;
        part = bytes.readNBytes(PART_BYTES)) {
      jdbc.sql(
              """
              insert into media_part (tenant_id, media, part_no, bytes)
              values (:tenant, :media, :number, :bytes)
              """)
          .param("tenant", tenant.value())
          .param("media", media.media())
          .param("number", number)
          .param("bytes", part)
          .update();
      number++;
    }
  }

  void copy(TenantId tenant, StoredMedia media, OutputStream to) throws IOException {
    long left = media.size();
    for (int number = 0; left > 0; number++) {
      byte[] part =
          jdbc.sql(
                  """
                  select bytes from media_part
                  where tenant_id = :tenant and media = :media and part_no = :number
                  """)
              .param("tenant", tenant.value())
              .param("media", media.media())
              .param("number", number)
              .query(byte[].class)
              .single();
      to.write(part);
      left -= part.length;
    }
  }
}
