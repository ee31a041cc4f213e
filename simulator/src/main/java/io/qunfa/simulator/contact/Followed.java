package io.qunfa.simulator.contact;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.corp.IdList;
import io.qunfa.simulator.corp.Kind;
import io.qunfa.simulator.corp.Note;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.WecomError;
import java.util.List;
import java.util.function.UnaryOperator;

/** The customer and the member in a call that changes what one wrote about the other. */
public record Followed(Directory directory, int member, int customer) {
  /**
   * Reads {@code userid} and {@code external_userid}; if {@code open}, a stranger becomes a
   * customer by that.
   *
   * @throws WecomError 41009 or 41035 if one is missing, 60111 or 40096 if it is unknown, 84061 if
   *     the member does not follow the customer
   */
  public static Followed named(Params params, Corp corp, boolean open) {
    Directory directory = corp.directory();
    String userid = params.required("userid", 41009);
    String externalUserid = params.required("external_userid", 41035);
    int member = directory.member(userid, open);
    if (member == Directory.NONE) {
      throw new WecomError(60111);
    }
    IdList one = IdList.of(List.of(externalUserid));
    if (open && directory.resolve(one, Kind.CONTACT, member, true).targets().size() == 1) {
      directory.follow(one, List.of(userid), 0);
    }
    int customer = directory.target(externalUserid, Kind.CONTACT);
    if (customer == Directory.NONE) {
      throw new WecomError(40096);
    }
    if (!directory.follows(member, customer)) {
      throw new WecomError(84061);
    }
    return new Followed(directory, member, customer);
  }

  public void annotate(UnaryOperator<Note> change) {
    if (!directory.annotate(member, customer, change)) {
      throw new WecomError(84061);
    }
  }
}
