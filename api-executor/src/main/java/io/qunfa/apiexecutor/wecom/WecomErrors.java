package io.qunfa.apiexecutor.wecom;

import java.util.HashMap;
import java.util.Map;

/**
 * The one table from WeCom's error numbers to what they ask of us: wecom-api 7.2. WeCom's errmsg is
 * not stable, so nothing is read from it.
 */
public final class WecomErrors {
  /**
   * Ours, not WeCom's: the recipient was named in fail_list, which gives no number. WeCom uses no
   * number between 0 and 6000.
   */
  public static final int IN_FAIL_LIST = 1;

  /** Numbers (with ranges), what they ask of us, meaning. */
  private static final String TABLE =
      """
      -1                            | BUSY              | system busy
      6000                          | BUSY              | data version conflict
      40001                         | CONFIGURATION     | the secret is invalid
      40003                         | TARGET            | invalid userid
      40004 40005 40006             | CONTENT           | file type, type parameter or file size
      40007                         | MEDIA_GONE        | invalid or expired media_id
      40008                         | CONTENT           | invalid msgtype
      40009 40011                   | CONTENT           | image or video size
      40013                         | CONFIGURATION     | invalid corpid
      40014                         | TOKEN             | invalid access token
      40031 40032                   | CONTENT           | userid list invalid or too long
      40033                         | CONTENT           | illegal characters in the request
      40035 40058                   | CONTENT           | invalid parameter
      40050                         | TARGET            | unknown chatid
      40056                         | CONFIGURATION     | invalid agentid
      40057                         | CONFIGURATION     | callback URL check failed
      40063                         | CONTENT           | empty parameter
      40066 40068 40070             | CONTENT           | party list, tag id or all tags invalid
      40091                         | CONFIGURATION     | the secret is not valid
      40094 45034                   | CONTENT           | URL invalid or without a scheme
      40096                         | ONE_RECIPIENT     | invalid external_userid
      40098 40099                   | TARGET            | member without real-name check, or with too many contacts
      40123                         | CONTENT           | image format
      40126                         | CONFIGURATION     | too many corp tags
      40201 40204                   | CONTENT           | blocked as spam
      40206                         | CONTENT           | request body too large
      41001                         | CONFIGURATION     | access token missing
      41002 41004                   | CONFIGURATION     | corpid or secret missing
      41006 41009 41010 41011       | CONTENT           | media_id, userid, url or agentid missing
      41016 41035                   | CONTENT           | title or external_userid missing
      41046 41047                   | CONTENT           | msgid missing or invalid
      41048                         | TARGET            | no customer to send to
      41049 41050                   | TARGET            | welcome code missing, invalid or expired
      41051                         | TARGET            | already chatting or welcomed
      41052                         | CONTENT           | invalid send time
      41053                         | ONE_RECIPIENT     | customer did not agree to the chat archive
      41054                         | TARGET            | member not activated
      41055 41058                   | CONFIGURATION     | group welcome templates full or not editable
      41056                         | CONFIGURATION     | wrong kind of external id
      41063                         | STILL_DISPATCHING | task still being dispatched
      41064 41065 41088             | CONTENT           | too many, invalid or empty attachments
      41072 41080..41082            | CONTENT           | attachment scene, size, resolution or duration
      41090                         | CONTENT           | video format
      41093                         | CANCELLED_ALREADY | task cancelled
      41094                         | REMINDED_ENOUGH   | reminder limit
      41096                         | BUSY              | another app is sending the welcome
      42001                         | TOKEN             | access token expired
      42052                         | TARGET            | msgid expired
      43004                         | TARGET            | member not on the WeChat plugin
      43009                         | CONFIGURATION     | corp not verified
      44001 44004                   | CONTENT           | empty file or text
      45001 45002 45004 45007 45008 | CONTENT           | file, text, description, voice or article count over the limit
      45009                         | TOO_OFTEN         | called too often
      45022                         | CONFIGURATION     | app name too long
      45029                         | PAGE_TOO_LARGE    | reply too large
      45033                         | TOO_MANY_AT_ONCE  | too many calls at once
      45035                         | BUSY              | conflicting change at the same time
      46004                         | ONE_RECIPIENT     | user does not exist
      48001 48002 48003..48009      | CONFIGURATION     | the app may not use this API
      49008                         | TARGET            | group dissolved
      50001 50003 50006             | CONFIGURATION     | redirect domain, or app disabled
      50002                         | TARGET            | member outside the app's range
      50100                         | CURSOR_INVALID    | invalid cursor
      60011                         | CONFIGURATION     | no permission for member, party or tag
      60020                         | CONFIGURATION     | our address is not trusted
      60021 60030 60031             | CONFIGURATION     | outside the visible range, or API calls barred
      60111                         | TARGET            | userid does not exist
      60123                         | TARGET            | invalid party id
      60140                         | TARGET            | bad response_code
      81011 81012                   | CONFIGURATION     | no permission or range for the tag
      81013                         | TARGET            | all receivers invalid or not permitted
      81017                         | CONTENT           | too many objects in one call
      81026                         | BUSY              | under maintenance
      82001..82004                  | CONTENT           | receivers, parties, tags or content missing
      84061                         | ONE_RECIPIENT     | the member does not follow the customer
      84074                         | CONFIGURATION     | the member may not contact customers
      84083 84084                   | TARGET            | no service member, or no follower
      85002                         | CONTENT           | illegal words
      86001..86003                  | TARGET            | chat id invalid
      90206..90208                  | CONTENT           | mini program not linked, appid invalid or other
      90500..90502                  | TARGET            | group hand-over not possible
      93000 93004 93006 93008       | CONFIGURATION     | robot key, disabled, chat id or not in the group
      301002                        | CONFIGURATION     | agent not allowed
      301042                        | CONFIGURATION     | our address is not on the archive's list
      610004                        | ONE_RECIPIENT     | not a customer
      610016                        | CONFIGURATION     | corp not verified
      701008                        | CONFIGURATION     | members without an interface licence
      830001..830003                | CONTENT           | upload by URL or range
      2000002                       | CONFIGURATION     | corpid missing or invalid
      """;

  private static final Map<Integer, Entry> ENTRIES = parse();
  private static final Entry UNKNOWN = new Entry(WecomFault.UNKNOWN, "a number that is not known");

  private WecomErrors() {}

  public static WecomFault faultOf(int code) {
    return ENTRIES.getOrDefault(code, UNKNOWN).fault();
  }

  /** In a few words, for people. */
  static String meaningOf(int code) {
    return ENTRIES.getOrDefault(code, UNKNOWN).meaning();
  }

  private static Map<Integer, Entry> parse() {
    Map<Integer, Entry> entries = new HashMap<>();
    TABLE
        .lines()
        .forEach(
            line -> {
              String[] columns = line.split("\\s*\\|\\s*", 3);
              Entry entry = new Entry(WecomFault.valueOf(columns[1]), columns[2]);
              for (String numbers : columns[0].split(" ", -1)) {
                put(entries, numbers, entry);
              }
            });
    return Map.copyOf(entries);
  }

  private static void put(Map<Integer, Entry> entries, String numbers, Entry entry) {
    String[] ends = numbers.split("\\.\\.", 2);
    int last = Integer.parseInt(ends[ends.length - 1]);
    for (int code = Integer.parseInt(ends[0]); code <= last; code++) {
      if (entries.put(code, entry) != null) {
        throw new IllegalStateException(code + " stands twice in the table");
      }
    }
  }

  private record Entry(WecomFault fault, String meaning) {}
}
