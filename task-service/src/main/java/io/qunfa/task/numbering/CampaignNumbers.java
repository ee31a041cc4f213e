package io.qunfa.task.numbering;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Numbers of campaigns and single tasks: unique across processes and growing within one. A process
 * takes a block at a time, so a number costs no query; a crash loses the rest of a block.
 */
@Component
public class CampaignNumbers {
  private static final int BLOCK = 10_000;

  private final JdbcClient jdbc;
  private final TransactionTemplate ownTransaction;
  private long next;
  private long end;

  CampaignNumbers(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.ownTransaction = new TransactionTemplate(transactions);
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** The first of this many consecutive numbers. Safe for any number of threads. */
  public synchronized long next(int count) {
    if (count > BLOCK) {
      throw new IllegalArgumentException("at most " + BLOCK + " numbers at once, asked " + count);
    }
    if (next + count > end) {
      end = takeBlock();
      next = end - BLOCK;
    }
    long first = next;
    next += count;
    return first;
  }

  private long takeBlock() {
    Long end = ownTransaction.execute(status -> lastValueOfNewBlock());
    if (end == null) {
      throw new IllegalStateException("number_block has no row for campaigns");
    }
    return end;
  }

  private Long lastValueOfNewBlock() {
    jdbc.sql(
            """
            update number_block set next_value = last_insert_id(next_value + :block)
            where name = 'campaign'
            """)
        .param("block", BLOCK)
        .update();
    return jdbc.sql("select last_insert_id()").query(Long.class).single();
  }
}
