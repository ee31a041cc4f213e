package io.qunfa.simulator.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters in a JSON body. A parameter that is missing or null is empty; one of the wrong
 * type is refused.
 */
public record Params(JsonNode tree) {
  /** What an empty string, list or object is, too. */
  public boolean isEmpty(String name) {
    JsonNode value = tree.path(name);
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isContainerNode() && value.isEmpty());
  }

  public String text(String name) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw wrongType(name);
    }
    return value.textValue();
  }

  public String required(String name, int codeIfMissing) {
    String value = text(name);
    if (value.isEmpty()) {
      throw new WecomError(codeIfMissing);
    }
    return value;
  }

  public long number(String name, long ifMissing) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return ifMissing;
    }
    if (!value.isIntegralNumber()) {
      throw wrongType(name);
    }
    return value.longValue();
  }

  public boolean flag(String name) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrongType(name);
    }
    return value.booleanValue();
  }

  public List<String> texts(String name, int most) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list(name, most)) {
      if (!item.isTextual()) {
        throw wrongType(name);
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  public List<Params> objects(String name, int most) {
    List<Params> objects = new ArrayList<>();
    for (JsonNode item : list(name, most)) {
      if (!item.isObject()) {
        throw wrongType(name);
      }
      objects.add(new Params(item));
    }
    return objects;
  }

  public Optional<Params> object(String name) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw wrongType(name);
    }
    return Optional.of(new Params(value));
  }

  /** The parameter {@code limit}: from 1 to {@code most}, else refused. */
  public int limit(int ifMissing, int most) {
    long limit = number("limit", ifMissing);
    if (limit < 1 || limit > most) {
      throw new WecomError(40058, "limit");
    }
    return (int) limit;
  }

  private JsonNode list(String name, int most) {
    JsonNode value = tree.path(name);
    if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
      throw wrongType(name);
    }
    if (value.size() > most) {
      throw new WecomError(40058, name + " has more than " + most);
    }
    return value;
  }

  private static WecomError wrongType(String name) {
    return new WecomError(40058, name);
  }
}
