package io.qunfa.simulator.control;

import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.task.MassTask;
import io.qunfa.simulator.task.Share;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;

/** Every recipient of every task made through the API, as CSV. */
final class RecipientCsv {
  private static final int SLICE = 1_000;

  private RecipientCsv() {}

  static void write(Collection<MassTask> tasks, Writer csv) throws IOException {
    csv.write("external_userid,sender,msgid,text_hash,status\n");
    for (MassTask task : tasks) {
      if (task.order().creator().isEmpty()) {
        for (Share share : task.shares()) {
          write(task, share, csv);
        }
      }
    }
  }

  private static void write(MassTask task, Share share, Writer csv) throws IOException {
    Directory directory = task.corp().directory();
    String middle =
        ","
            + directory.userid(share.member())
            + ","
            + task.msgid()
            + ","
            + task.order().content().textHash()
            + ",";
    for (int from = 0; from < share.size(); from += SLICE) {
      int to = Math.min(share.size(), from + SLICE);
      List<String> ids = directory.ids(share.targets(), from, to);
      for (int i = from; i < to; i++) {
        csv.write(ids.get(i - from));
        csv.write(middle);
        csv.write('0' + share.status(i));
        csv.write('\n');
      }
    }
  }
}
